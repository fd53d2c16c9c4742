import { assert, assertEquals, assertThrows } from "@std/assert";
import { RealClock } from "../environment.ts";
import type { NetworkFaults } from "../faults/packet_faults.ts";
import { ArgumentError } from "../processes/errors.ts";
import { silentLogger } from "../processes/reporter.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { System } from "../system.ts";
import { nextTask } from "../testdata/world.ts";
import { connect } from "./connection.ts";
import { MemoryNetwork } from "./memory_transport.ts";
import { Fixture } from "./testdata/fixture.ts";
import { type Pairing, transportSuite } from "./transport_suite.ts";

/** Two Systems in real time. */
async function pairing(faults: NetworkFaults): Promise<Pairing> {
  const network = new MemoryNetwork({ clock: new RealClock(), faults, seed: 3 });
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
}

transportSuite("MemoryNetwork", () => pairing({}));
transportSuite("MemoryNetwork with faults", () =>
  pairing({
    delay: { meanMs: 0.5, rate: 0.3 },
    duplicate: 0.2,
    reorder: { rate: 0.3, withinMs: 1 },
  }));

/** What arrives at the other end of a way, with the time. */
async function arrivals(sent: readonly unknown[], faults: NetworkFaults = {}, seed = 1): Promise<[number, unknown][]> {
  const clock = new VirtualClock();
  const [one, other] = new MemoryNetwork({ clock, faults, seed }).pair("one", "other");
  const seen: [number, unknown][] = [];
  other.open({ received: (data) => seen.push([clock.now(), data]), closed: (reason) => seen.push([-1, reason]) });
  one.open({ received() {}, closed() {} });
  for (const data of sent) one.send(data, []);
  await clock.advance(100, nextTask);
  await one.close();
  await other.close();
  return seen;
}

const MANY = Array.from({ length: 50 }, (_, i) => i);

Deno.test("MemoryNetwork loses, doubles, delays and reorders as the faults say, by the seed, the same each time", async () => {
  const faults: NetworkFaults = {
    loss: 0.3,
    duplicate: 0.3,
    delay: { meanMs: 5, spread: "uniform" },
    reorder: { rate: 0.5, withinMs: 20 },
  };
  const first = await arrivals(MANY, faults);
  assertEquals(await arrivals(MANY, faults), first);
  assert(JSON.stringify(await arrivals(MANY, faults, 2)) !== JSON.stringify(first));
  const values = first.map(([, value]) => value as number);
  assert(new Set(values).size < 50, "nothing was lost");
  assert(new Set(values).size < values.length, "nothing came twice");
  assert(values.some((value, at) => at > 0 && value < values[at - 1]!), "nothing was overtaken");
});

Deno.test("MemoryNetwork carries everything in order where nothing else is said, and where only delays are", async () => {
  assertEquals(await arrivals(["a", { b: 1 }]), [[0, "a"], [0, { b: 1 }]]);
  for (const delay of [{ meanMs: 7.3 }, { meanMs: 7.3, rate: 0.3 }]) {
    const seen = await arrivals(MANY, { delay });
    assertEquals(seen.map(([, value]) => value), MANY);
    assert(seen.at(-1)![0] > 0);
  }
});

Deno.test("MemoryNetwork: what is sent at the moment at which another arrives does not overtake it", async () => {
  const clock = new VirtualClock();
  const faults: NetworkFaults = { cuts: [], delay: { meanMs: 5, spread: "fixed", rate: 0.5 } };
  for (let seed = 0; seed < 20; seed++) {
    const startMs = clock.now();
    const [one, other] = new MemoryNetwork({ clock, faults, seed }).pair("one", "other");
    const seen: unknown[] = [];
    other.open({ received: (data) => seen.push(data), closed() {} });
    clock.setAlarm(startMs + 5, () => one.send("second", []));
    one.send("first", []);
    await clock.advance(20, nextTask);
    assertEquals(seen, ["first", "second"], `seed ${seed}`);
  }
});

Deno.test("MemoryNetwork refuses faults that are none", () => {
  for (const faults of [{ loss: 2 }, { duplication: 1 }, { delay: { meanMs: -1 } }]) {
    assertThrows(
      () => new MemoryNetwork({ clock: new VirtualClock(), faults: faults as NetworkFaults }),
      ArgumentError,
      "Cannot describe faults: ",
    );
  }
});

Deno.test("MemoryNetwork.part() lets nothing through until heal(), or nothing one way; cut() tells both ends", async () => {
  const network = new MemoryNetwork({ clock: new VirtualClock() });
  const [one, other] = network.pair("one", "other");
  const seen: unknown[] = [];
  one.open({ received: (data) => seen.push(data), closed: (reason) => seen.push(["one", reason]) });
  other.open({ received: (data) => seen.push(data), closed: (reason) => seen.push(["other", reason]) });
  const both = async (text: string) => {
    one.send(`${text} to other`, []);
    other.send(`${text} to one`, []);
    await nextTask();
    return seen.splice(0);
  };
  network.part("other", "one");
  assertEquals(await both("parted"), []);
  network.heal("one", "other");
  assertEquals(await both("healed"), ["healed to other", "healed to one"]);
  network.part("one", "other", { oneWay: true });
  assertEquals(await both("half"), ["half to one"]);
  network.heal("other", "one");
  network.cut("other");
  assertEquals((await both("late")).sort(), [["one", "noconnection"], ["other", "noconnection"]]);
  network.cut("other"); // nobody is told twice
  assertEquals(seen, []);
});
