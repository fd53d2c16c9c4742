import { assert, assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, CallError } from "../processes/errors.ts";
import type { Down, ExitMessage } from "../processes/messages.ts";
import { eventsOf, fateOf, mailOf, reasonIn } from "../testdata/world.ts";
import { canonical } from "./_canonical.ts";
import { Trace } from "./_trace.ts";
import { checkDeterminism } from "./determinism_check.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";
import { LivelockError } from "./simulation_scheduler.ts";
import { QUICK, Tally, TwoNodes } from "./testdata/nodes.ts";

Deno.test("Simulation.connect(): a call to another System survives delay, duplication and reordering, and takes its time", async () => {
  for (let seed = 0; seed < 20; seed++) {
    const network = { delay: { meanMs: 20 }, duplicate: 0.3, reorder: { rate: 0.3, withinMs: 30 } };
    await using nodes = await TwoNodes.open({ seed, faults: { network } });
    const { simulation } = nodes;
    const { pids: [there] } = await nodes.connect({});
    const far = Tally.at(simulation.system, there);
    const startMs = simulation.clock.now();
    for (let n = 0; n < 5; n++) far.cast("more", 10);
    const answers = await simulation.until(Promise.all([1, 2, 3].map((by) => far.call("add", by))));
    assertEquals(answers, [51, 53, 56], `seed ${seed}`);
    assert(simulation.clock.now() > startMs);
    assert(simulation.faults.length > 3);
  }
});

Deno.test("Simulation.connect(): what a partition cuts is noconnection on both sides, and after it heals one connects again", async () => {
  for (let seed = 0; seed < 20; seed++) {
    await using nodes = await TwoNodes.open({ seed, faults: { network: { delay: { meanMs: 5 } } } });
    const { simulation } = nodes;
    const systems = [...simulation.systems.values()];
    const events = systems.map((system) => eventsOf(system, "node.up", "node.down"));
    for (const system of systems) await system.start(Tally, { name: "friend" });
    const first = await nodes.connect();
    const sides = await Promise.all(systems.map(async (system, n) => {
      const me = system.attach();
      me.trapExit = true;
      const [pid, friend] = [first.pids[n]!, (await simulation.until(first.ends[n]!.whereis("friend")))!];
      me.link(friend);
      const call = fateOf(Tally.at(system, pid).call("wait", undefined, { timeoutMs: 60_000 }));
      return { system, me, pid, friend, ref: me.monitor(pid), call };
    }));
    await simulation.advance(50);
    simulation.network.part("a", "b");
    await simulation.advance(1000);
    for (const { me, pid, friend, ref, call, system } of sides) {
      assertEquals([call.state, reasonIn(call.error)], ["rejected", "noconnection"]);
      const mail = await mailOf(me) as (Down | ExitMessage)[];
      assertEquals(mail.toSorted((one, other) => one.type < other.type ? -1 : 1), [
        { type: "DOWN", ref, pid, reason: "noconnection" },
        { type: "EXIT", pid: friend, reason: "noconnection" },
      ]);
      assertEquals(system.whereis("friend"), undefined); // who is linked and does not trap dies of it, on its own side
      const now = await assertRejects(() => Tally.at(system, pid).call("add", 1), CallError);
      assertEquals(now.reason, "noproc"); // as to any node that is not connected
    }
    assertEquals(first.ends.map(({ alive }) => alive), [false, false]);
    const again = simulation.connect("a", "b", QUICK);
    assertEquals(reasonIn(await assertRejects(() => simulation.until(again), CallError)), "timeout");
    simulation.network.heal("a", "b");
    const { pids } = await nodes.connect();
    assertEquals(pids, first.pids); // the same processes, who have lived on
    for (const { system, pid } of sides) assertEquals(await simulation.until(Tally.at(system, pid).call("add", 1)), 1);
    for (const [n, peer] of ["b", "a"].entries()) {
      const told = events[n]!.map((event) => [event.type, (event as { node: string }).node]);
      assertEquals(told, [["node.up", peer], ["node.down", peer], ["node.up", peer]]);
      assert(events[n]!.some((event) => event.type === "node.down" && event.reason === "silence"));
    }
  }
});

/** Writes down all that happens to two Systems. */
function traceOf({ simulation }: TwoNodes): Trace {
  const trace = new Trace();
  for (const [name, system] of simulation.systems) trace.follow(system, name);
  return trace;
}

/** Some talk over a bad network: whatever comes of it is part of the run. */
async function talk(options: SimulationOptions): Promise<{ text: string; line: string; kinds: string[] }> {
  await using nodes = await TwoNodes.open(options);
  const trace = traceOf(nodes);
  const { simulation } = nodes;
  const fates: unknown[] = [];
  for (let round = 0; round < 4; round++) {
    const pids = await nodes.connect().then(({ pids }) => pids, (error: CallError) => void fates.push(error.reason));
    if (pids === undefined) continue;
    [...simulation.systems.values()].forEach((system, n) => {
      system.spawn(async (self) => {
        const far = Tally.at(self, pids[n]!);
        self.monitor(pids[n]!);
        for (let by = 0; by < 8; by++) {
          far.cast("more", by);
          fates.push(await far.call("add", by, { timeoutMs: 200 }).catch((error: CallError) => error.reason));
        }
        fates.push(await self.receive(undefined, { timeoutMs: 500 }));
      });
    });
    await simulation.advance(1000);
  }
  const kinds = [...new Set(simulation.faults.map(({ kind }) => kind))].sort();
  trace.close(canonical(fates), simulation.line);
  return { text: trace.entries.join("\n"), line: simulation.line, kinds };
}

Deno.test("Simulation.connect(): the same seed gives the same events to the byte, and so does the line without seed or faults", async () => {
  const seen = new Set<string>();
  const kinds = new Set<string>();
  for (let seed = 0; seed < 20; seed++) {
    const options: SimulationOptions = {
      seed,
      faults: {
        network: {
          loss: 0.02,
          duplicate: 0.1,
          delay: { meanMs: 5, rate: 0.7 },
          reorder: { rate: 0.1, withinMs: 20 },
          partition: { rate: 0.4, everyMs: 1500, lastsMs: 600, oneWay: seed % 2 === 0 },
        },
      },
      ...(seed % 4 === 0 ? { slackMs: 1 } : {}),
    };
    const first = await talk(options);
    assertEquals((await talk(options)).text, first.text, `seed ${seed}`);
    assertEquals(await talk({ replay: first.line }), first, `seed ${seed}`);
    seen.add(first.text);
    for (const kind of first.kinds) kinds.add(kind);
  }
  assertEquals(seen.size, 20);
  assertEquals([...kinds].sort(), ["delay", "duplicate", "loss", "partition", "reorder"]);
});

Deno.test("Simulation.connect(): a partition made by hand is an event for each packet, and stands in the line", async () => {
  const run = async (options: SimulationOptions, byHand: boolean) => {
    await using nodes = await TwoNodes.open(options);
    const { simulation } = nodes;
    const trace = traceOf(nodes);
    const events = eventsOf(simulation.systems.get("b")!, "fault.injected");
    await nodes.connect();
    if (byHand) simulation.network.part("a", "b", { oneWay: true });
    await simulation.advance(1000);
    return { events, trace: trace.entries, line: simulation.line };
  };
  const first = await run({ seed: 1 }, true);
  const told = first.events.map((event) => event.type === "fault.injected" && [event.fault, event.from, event.to]);
  assert(told.length > 3);
  assertEquals(told, told.map(() => ["partition", "a", "b"]));
  assert(/:faults=\d+P/.test(first.line), first.line);
  assertEquals(await run({ replay: first.line }, true), first);
  assertEquals(await run({ replay: first.line }, false), first); // the line knows
});

Deno.test("Simulation.connect(): one way cut is the end for both, and the one who still hears is told by the other", async () => {
  for (const [from, to] of [["a", "b"], ["b", "a"]] as const) {
    await using nodes = await TwoNodes.open();
    const { simulation } = nodes;
    const events = eventsOf(simulation.systems.get(from)!, "node.down");
    const { ends } = await nodes.connect();
    simulation.network.part(from, to, { oneWay: true });
    await simulation.advance(600);
    assertEquals(ends.map(({ alive }) => alive), [false, false]);
    assertEquals(events.map((event) => event.type === "node.down" && event.reason), ["silence"]);
  }
});

Deno.test("Simulation.connect(): a partition shorter than the silence allowed is a loss: noconnection, never a gap", async () => {
  const cuts = [{ fromMs: 150, toMs: 250, side: ["a"] }];
  await using nodes = await TwoNodes.open({ faults: { network: { cuts } } });
  const { simulation } = nodes;
  const { ends, pids: [there] } = await nodes.connect();
  const far = Tally.at(simulation.system, there);
  await simulation.advance(160);
  far.cast("more", 1);
  await simulation.advance(100);
  const call = fateOf(far.call("add", 1));
  await simulation.advance(300);
  assertEquals([ends[0].alive, ends[1].alive, reasonIn(call.error)], [false, false, "noconnection"]);
  assertEquals(await Tally.at(simulation.systems.get("b")!, "tally").call("add", 0), 0);
});

Deno.test("Simulation.connect() joins any number of Systems; who is cut off from one still reaches the others", async () => {
  await using simulation = new Simulation({ name: "a", seed: 3 });
  for (const name of ["b", "c"]) simulation.addSystem(name);
  await simulation.systems.get("c")!.start(Tally, { name: "tally" });
  const [[ab], [ac], [bc]] = await simulation.until(Promise.all([
    simulation.connect("a", "b", QUICK),
    simulation.connect("a", "c", QUICK),
    simulation.connect("b", "c", QUICK),
  ]));
  simulation.network.part("a", "b");
  await simulation.advance(1000);
  assertEquals([ab.alive, ac.alive, bc.alive], [false, true, true]);
  for (const end of [ac, bc]) assertEquals(await simulation.until(end.whereis("tally")), "<c.1.0>");
});

Deno.test("Simulation.connect() refuses Systems that are not there, and names that no node can have", async () => {
  await using simulation = new Simulation();
  simulation.addSystem("b");
  const refused = (one: string, other: string) => assertRejects(() => simulation.connect(one, other), ArgumentError);
  assertEquals(
    (await refused("b", "c")).message,
    'Cannot connect two Systems: both are of this simulation, by name, got "c"',
  );
  assert((await refused("", "b")).message.startsWith("Cannot connect: a node is named by"));
  const own = await assertRejects(() => simulation.connect("b", "b"), CallError);
  assertEquals(own.reason, { node_refused: "b" });
});

Deno.test("Simulation.connect(): a System that stops leaves the others in order", async () => {
  await using nodes = await TwoNodes.open();
  const { simulation } = nodes;
  const events = eventsOf(simulation.system, "node.down");
  await nodes.connect();
  await simulation.until(simulation.systems.get("b")!.stop());
  assertEquals(events.map((event) => event.type === "node.down" && [event.node, event.reason]), [["b", "normal"]]);
});

Deno.test("Simulation.until(): heartbeats alone are no progress", async () => {
  await using nodes = await TwoNodes.open({ maxSteps: 500 });
  await nodes.connect();
  await assertRejects(() => nodes.simulation.until(new Promise(() => {})), LivelockError);
});

Deno.test("checkDeterminism() finds nothing in Systems that are connected and parted", async () => {
  const report = await checkDeterminism(async (simulation) => {
    simulation.addSystem("b");
    await simulation.systems.get("b")!.start(Tally, { name: "tally" });
    const [there] = await simulation.until(simulation.connect("a", "b", QUICK));
    const pid = await simulation.until(there.whereis("tally"));
    simulation.network.part("a", "b");
    return await simulation.until(Tally.at(simulation.system, pid!).call("add", 1).catch(reasonIn));
  }, { name: "a", seed: 5, faults: { network: { delay: { meanMs: 3 } } }, patienceMs: 20 });
  assertEquals([report.failure, report.suspects], [undefined, []]);
});
