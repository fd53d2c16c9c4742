import { assert, assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { fifo } from "./fifo.ts";
import { pct } from "./pct.ts";
import { pos } from "./pos.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";

const Log = GenServer.define({
  name: "Log",
  init: (): readonly string[] => [],
  calls: { all: (all) => [all, all] },
  casts: { note: (all, text: string) => [...all, text] },
});

/** What a log on `c` is told by two other Systems and a neighbour, at one moment. */
async function orderOf(options: SimulationOptions): Promise<{ order: string; line: string }> {
  await using simulation = new Simulation({ name: "a", ...options });
  const [b, c] = [simulation.addSystem("b"), simulation.addSystem("c")];
  const log = await c.start(Log, { name: "log" });
  const ends = await simulation.until(Promise.all(["a", "b"].map((name) => simulation.connect(name, "c"))));
  const pid = (await simulation.until(ends[0]![0].whereis("log")))!;
  for (const [name, system] of [["a", simulation.system], ["b", b]] as const) {
    system.spawn((self) => {
      for (let n = 1; n < 4; n++) Log.at(self, pid).cast("note", `${name}${n}`);
    });
  }
  c.spawn((self) => {
    for (let n = 1; n < 4; n++) Log.at(self, "log").cast("note", `c${n}`);
  });
  await simulation.settle();
  return { order: (await log.call("all")).join(" "), line: simulation.line };
}

Deno.test("PacketTurns: when a packet arrives is a choice of the run; what one sends stays in order", async () => {
  for (const strategy of [undefined, pct({ depth: 3, steps: 30 }), pos()]) {
    const orders = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const options = { seed, ...(strategy === undefined ? {} : { strategy }) };
      const first = await orderOf(options);
      assertEquals(await orderOf({ replay: first.line }), first);
      const all = first.order.split(" ");
      for (const from of ["a", "b", "c"]) {
        assertEquals(all.filter((each) => each.startsWith(from)), [1, 2, 3].map((n) => from + n));
      }
      orders.add(first.order);
    }
    assert(orders.size > 5, `${orders.size}`);
  }
  assertEquals((await orderOf({ strategy: fifo() })).line, "otp1:seed=0:by=fifo");
});

Deno.test("PacketTurns: faults of messages spare what crosses, in all its parts", async () => {
  const faults = { messages: { loss: 1 } };
  await using simulation = new Simulation({ name: "a", faults });
  const b = simulation.addSystem("b");
  await b.start(Log, { name: "log" });
  const [there] = await simulation.until(simulation.connect("a", "b"));
  const pid = (await simulation.until(there.whereis("log")))!;
  const seen = Promise.withResolvers<readonly string[]>();
  simulation.system.spawn(async (self) => {
    Log.at(self, pid).cast("note", "x");
    seen.resolve(await Log.at(self, pid).call("all"));
  });
  assertEquals(await simulation.until(seen.promise), ["x"]);
  assertEquals(simulation.faults, []);
});
