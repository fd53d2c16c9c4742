import { assert, assertEquals, assertThrows } from "@std/assert";
import { RealClock, RealRandom, SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";
import { silentLogger } from "../processes/reporter.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { System } from "../system.ts";
import { nextTask } from "../testdata/world.ts";
import { connect } from "./connection.ts";
import { faults, MemoryNetwork } from "./memory_transport.ts";
import { Fixture } from "./testdata/fixture.ts";
import { transportSuite } from "./transport_suite.ts";

transportSuite("MemoryNetwork", async () => {
  const network = new MemoryNetwork({ clock: new RealClock(), random: new RealRandom() });
  const [here, there] = network.pair("here", "there");
  const [system, other] = [new System({ logger: silentLogger }), new System({ logger: silentLogger })];
  const [connection] = await Promise.all([
    connect(system, { node: "here", transport: here }),
    connect(other, { node: "there", transport: there, offers: { Fixture } }),
  ]);
  return {
    system,
    connection,
    moves: true,
    async [Symbol.asyncDispose]() {
      await connection.close();
      await Promise.all([system.stop(), other.stop()]);
    },
  };
});

/** What arrives at the other end of a way, with the time. */
async function arrivals(network: (clock: VirtualClock) => MemoryNetwork, sent: readonly unknown[]): Promise<unknown[]> {
  const clock = new VirtualClock();
  const [one, other] = network(clock).pair("one", "other");
  const seen: unknown[] = [];
  other.open({ received: (data) => seen.push([clock.now(), data]), closed: (reason) => seen.push(reason) });
  one.open({ received() {}, closed() {} });
  for (const data of sent) one.send(data, []);
  await clock.advance(100, nextTask);
  await one.close();
  await other.close();
  return seen;
}

Deno.test("faults() lose, double, delay and reorder by the seed, the same each time", async () => {
  const run = (seed: number) =>
    arrivals(
      (clock) =>
        new MemoryNetwork({
          clock,
          random: new SeededRandom(seed),
          fate: faults({ loss: 0.3, duplication: 0.3, minDelayMs: 1, maxDelayMs: 20 }),
        }),
      Array.from({ length: 50 }, (_, i) => i),
    );
  const first = await run(1) as [number, number][];
  assertEquals(await run(1), first);
  assert(JSON.stringify(await run(2)) !== JSON.stringify(first));
  const values = first.map(([, value]) => value);
  assert(new Set(values).size < 50, "nothing was lost");
  assert(new Set(values).size < values.length, "nothing came twice");
  assert(values.some((value, at) => at > 0 && value < values[at - 1]!), "nothing was overtaken");
  assert(first.every(([atMs]) => atMs >= 1 && atMs <= 20));
});

Deno.test("faults() refuse what is no probability and no delay", () => {
  assertThrows(() => faults({ loss: 2 }), ArgumentError, "loss is from 0 to 1");
  assertThrows(() => faults({ duplication: NaN }), ArgumentError);
  assertThrows(() => faults({ minDelayMs: 5, maxDelayMs: 1 }), ArgumentError);
});

Deno.test("MemoryNetwork carries everything in order where nothing else is said", async () => {
  const seen = await arrivals((clock) => new MemoryNetwork({ clock, random: new SeededRandom(1) }), ["a", { b: 1 }]);
  assertEquals(seen, [[0, "a"], [0, { b: 1 }]]);
});

Deno.test("MemoryNetwork.part() lets nothing through until heal(), cut() tells both ends", async () => {
  const clock = new VirtualClock();
  const network = new MemoryNetwork({ clock, random: new SeededRandom(1) });
  const [one, other] = network.pair("one", "other");
  const seen: unknown[] = [];
  one.open({ received: (data) => seen.push(data), closed: (reason) => seen.push(["one", reason]) });
  other.open({ received: (data) => seen.push(data), closed: (reason) => seen.push(["other", reason]) });
  network.part("other", "one");
  one.send("lost", []);
  network.heal("one", "other");
  one.send("found", []);
  await nextTask();
  assertEquals(seen, ["found"]);
  network.cut("other");
  one.send("late", []);
  await nextTask();
  assertEquals(seen.slice(1).sort(), [["one", "noconnection"], ["other", "noconnection"]]);
});
