/**
 * A race: a writer puts a page into a store through a relay, then tells a reader, who asks the store. Between two processes
 * messages keep their order; over three they do not. First come, first served the relay is always quicker.
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer, type System } from "@superlearner/otp";
import { explore, isolated, simulated, SimulationError } from "@superlearner/supertester";
import { thousandTimes } from "./testdata/often.ts";

const Store = GenServer.define({
  name: "Store",
  init: () => "old",
  calls: { get: (page) => [page, page] },
  casts: { put: (_page, page: string) => page },
});

/** Passes on, and tells who wants to know when it has. */
const Relay = GenServer.define({
  name: "Relay",
  init: () => 0,
  calls: {
    pass: (passed, page: string, self) => {
      Store.at(self, "store").cast("put", page);
      return ["passed", passed + 1];
    },
  },
  casts: {
    pass: (passed, page: string, self) => {
      Store.at(self, "store").cast("put", page);
      return passed + 1;
    },
  },
});

const Reader = GenServer.define({
  name: "Reader",
  init: () => "",
  calls: { seen: (seen) => [seen, seen] },
  casts: { look: async (_seen, _: null, self) => await Store.at(self, "store").call("get") },
});

/** What both kinds of test have. */
interface World {
  readonly system: System;
  settle(): Promise<void>;
}

async function publish({ system, settle }: World, waits: boolean): Promise<void> {
  await system.start(Store, { name: "store" });
  await system.start(Relay, { name: "relay" });
  const reader = await system.start(Reader, { name: "reader" });
  system.spawn(async (self) => {
    const relay = Relay.at(self, "relay");
    if (waits) await relay.call("pass", "new");
    else relay.cast("pass", "new");
    Reader.at(self, "reader").cast("look", null);
  }, { label: "writer" });
  await settle();
  assertEquals(await reader.call("seen"), "new");
}

const world = (t: World): World => ({ system: t.system, settle: () => t.settle() });

Deno.test("message order: an ordinary test passes a thousand times", async () => {
  await thousandTimes(isolated((t) => publish(world(t), false), { trace: false }));
});

Deno.test("message order: the simulation finds it, makes it small, and draws it", async () => {
  const test = simulated((sim) => publish(world(sim), false));
  const error = await assertRejects(() => test({ name: "publish" }), SimulationError);
  assertEquals([error.found.preemptions, error.found.minimal], [1, true]);
  assertStringIncludes(error.message, "<- out of turn: 1 of 2 waited longer");
  const again = await explore((sim) => publish(world(sim), false), { replay: error.found.token! });
  assertEquals(again.found?.failure.signature, error.found.failure.signature);
});

Deno.test(
  "message order: a writer that waits for the relay is right in every order",
  simulated((sim) => publish(world(sim), true), { strategy: "exhaustive" }),
);
