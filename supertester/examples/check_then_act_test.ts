/**
 * A race: who finds no room under a name opens one. Two visitors may both find none; one of them dies of it. First come,
 * first served it never shows, since the second visitor hangs up a coat first.
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer, type Receiver, StartError, type System } from "@superlearner/otp";
import { isolated, simulated, SimulationError } from "@superlearner/supertester";
import { thousandTimes } from "./testdata/often.ts";

const Room = GenServer.define({
  name: "Room",
  init: (_topic: string) => 0,
  calls: { visitors: (count) => [count, count] },
  casts: { enter: (count) => count + 1 },
});

const Catalogue = GenServer.define({
  name: "Catalogue",
  init: () => "tea",
  calls: { topic: (topic) => [topic, topic], coat: (topic) => ["hung up", topic] },
});

/** What both kinds of test have. */
interface World {
  readonly system: System;
  settle(): Promise<void>;
}

/** Opens the room unless it is there: wrongly so, as somebody else may do the same while the topic is looked up. */
async function checkThenOpen(self: Receiver, system: System): Promise<void> {
  if (system.whereis("room") !== undefined) return;
  const topic = await Catalogue.at(self, "catalogue").call("topic");
  await system.start(Room, { name: "room", args: [topic] });
}

/** Opens the room and takes it as it is where somebody was quicker: the name decides, at one go. */
async function open(self: Receiver, system: System): Promise<void> {
  const topic = await Catalogue.at(self, "catalogue").call("topic");
  await system.start(Room, { name: "room", args: [topic] }).catch((error) => {
    if (!(error instanceof StartError)) throw error;
  });
}

async function twoVisitors({ system, settle }: World, opens: typeof open): Promise<void> {
  await system.start(Catalogue, { name: "catalogue" });
  for (const coat of [false, true]) {
    system.spawn(async (self) => {
      const catalogue = Catalogue.at(self, "catalogue");
      if (coat) await catalogue.call("coat");
      if (coat) await catalogue.call("coat");
      await opens(self, system);
      Room.at(self, "room").cast("enter");
    }, { label: coat ? "visitor with a coat" : "visitor" });
  }
  await settle();
  assertEquals(await system.whereis(Room, "room").call("visitors"), 2);
}

const world = (t: World): World => ({ system: t.system, settle: () => t.settle() });

Deno.test("check, then act: an ordinary test passes a thousand times", async () => {
  await thousandTimes(isolated((t) => twoVisitors(world(t), checkThenOpen), { trace: false }));
});

Deno.test("check, then act: the simulation finds it, makes it small, and runs it again", async () => {
  const test = (replay?: string) =>
    simulated((sim) => twoVisitors(world(sim), checkThenOpen), replay === undefined ? {} : { replay });
  const error = await assertRejects(() => test()({ name: "visitors" }), SimulationError);
  assertEquals([error.found.failure.kind, error.found.minimal], ["crashed", true]);
  assertStringIncludes(error.message, "StartError: Cannot start");
  const again = await assertRejects(() => test(error.found.token)({ name: "visitors" }), SimulationError);
  assertEquals(again.found.failure, error.found.failure);
});

Deno.test(
  "check, then act: where the name decides, every order is right",
  simulated((sim) => twoVisitors(world(sim), open)),
);
