import { assert, assertEquals, assertRejects } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { CallError } from "../processes/errors.ts";
import { fateOf, reasonIn } from "../testdata/world.ts";
import { parseRun } from "./run_line.ts";
import { fifo } from "./fifo.ts";
import { pct } from "./pct.ts";
import { pos } from "./pos.ts";
import { randomWalk } from "./random_walk.ts";
import { Simulation } from "./simulation.ts";
import { Keeper, of, sendNumbers } from "./testdata/senders.ts";

const ALL = Array.from({ length: 20 }, (_, n) => n);

Deno.test("Courier loses, doubles and delays messages between processes, each an event", async () => {
  const lost = await sendNumbers({ seed: 1, faults: { messages: { loss: 0.3 } } });
  assertEquals(lost.kept.length, 40 - lost.faults.length);
  assert(
    lost.faults.length > 4 &&
      lost.faults.every(({ fault, pid, kind }) => fault === "loss" && pid === "<0.1.0>" && kind === "keep"),
  );
  const doubled = await sendNumbers({ seed: 1, faults: { messages: { duplicate: 0.3 } } });
  assertEquals(doubled.kept.length, 40 + doubled.faults.length);
  assert(doubled.faults.length > 4);
  const late = await sendNumbers({ seed: 1, faults: { messages: { delay: { meanMs: 50, spread: "fixed" } } } });
  assertEquals([of("a", late.kept), of("b", late.kept), late.faults.length], [ALL, ALL, 40]);
  assertEquals([late.faults[0]!.ms, late.faults[0]!.from], [50, late.faults[0]!.from]);
});

Deno.test("Courier: the order between one sender and one receiver is kept under delay and duplication, by every strategy", async () => {
  const faults = { messages: { delay: { meanMs: 30 }, duplicate: 0.2, loss: 0.1 } };
  for (const strategy of [fifo(), randomWalk(), pct(), pos()]) {
    for (let seed = 0; seed < 20; seed++) {
      const { kept } = await sendNumbers({ seed, strategy, faults });
      for (const name of ["a", "b"]) assertEquals(of(name, kept), of(name, kept).toSorted((x, y) => x - y));
    }
  }
});

Deno.test("Courier lets messages overtake where reorder is asked for", async () => {
  const { kept, faults } = await sendNumbers({
    seed: 2,
    faults: { messages: { reorder: { rate: 0.3, withinMs: 5 } } },
  });
  assertEquals(of("a", kept).toSorted((x, y) => x - y), ALL);
  assert(of("a", kept).join() !== ALL.join() && faults.every(({ fault }) => fault === "reorder"));
});

Deno.test("Courier: only the chosen are concerned, and neither is code outside any process", async () => {
  for (const from of ["a", ["a"], ({ name }: { name: string | undefined }) => name === "a"] as const) {
    const { kept } = await sendNumbers({ faults: { messages: { loss: 1, from, to: "Keeper" } } });
    assertEquals([of("a", kept), of("b", kept)], [[], ALL]);
  }
  const { kept } = await sendNumbers({ faults: { messages: { loss: 1, to: "somebody else" } } });
  assertEquals(kept.length, 40);
});

Deno.test("Courier: a line replays the faults without their description", async () => {
  const faults = { messages: { loss: 0.1, duplicate: 0.1, delay: { meanMs: 5 }, reorder: { rate: 0.1, withinMs: 5 } } };
  for (let seed = 0; seed < 10; seed++) {
    const first = await sendNumbers({ seed, faults });
    assert(parseRun(first.line).faults.length > 10);
    assertEquals(await sendNumbers({ replay: first.line }), first);
  }
});

Deno.test("Courier: a call that is lost times out, and ends at once when the server dies", async () => {
  await using simulation = new Simulation({ faults: { messages: { loss: 1 } } });
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  const calls: ReturnType<typeof fateOf>[] = [];
  for (const timeoutMs of [100, Infinity]) {
    system.spawn(async (self) => {
      calls.push(fateOf(Keeper.at(self, keeper.pid!).call("echo", "x", { timeoutMs })));
      await calls;
      await self.receive();
    });
  }
  await simulation.advance(100);
  assertEquals(calls.map(({ state }) => state).toSorted(), ["pending", "rejected"]);
  assertEquals(reasonIn(calls.find(({ state }) => state === "rejected")!.error), "timeout");
  system.exit(keeper.pid!, "kill");
  await simulation.settle();
  assertEquals(calls.map(({ error }) => reasonIn(error)).toSorted(), ["killed", "timeout"]);
});

Deno.test("Courier: a reply is a message as well: lost, late, and never the answer of the next call", async () => {
  const Slow = GenServer.define({
    name: "Slow",
    init: () => 0,
    calls: { next: (count) => [count, count + 1] },
  });
  await using simulation = new Simulation({
    faults: { messages: { from: "Slow", delay: { meanMs: 80, spread: "fixed" } } },
  });
  const { system } = simulation;
  const slow = await system.start(Slow);
  const seen: unknown[] = [];
  system.spawn(async (self) => {
    const ref = Slow.at(self, slow.pid!);
    await assertRejects(() => ref.call("next", undefined, { timeoutMs: 50 }), CallError, "no reply within 50 ms");
    seen.push(self.now(), await ref.call("next"), self.now());
  });
  await simulation.advance(1000);
  assertEquals(seen, [50, 1, 130]); // behind the late one, in order
});

Deno.test("Courier: a call that comes twice is handled twice and answered once", async () => {
  await using simulation = new Simulation({ faults: { messages: { duplicate: 1, to: "Keeper" } } });
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  const seen: unknown[] = [];
  system.spawn(async (self) => void seen.push(await Keeper.at(self, keeper.pid!).call("echo", "x")));
  await simulation.advance(1);
  assertEquals([seen, await keeper.call("all")], [["x"], ["x", "x"]]);
});

Deno.test("Courier: signals, timers and monitors are reliable", async () => {
  await using simulation = new Simulation({ faults: { messages: { loss: 1, from: () => true, to: () => true } } });
  const { system } = simulation;
  const seen: string[] = [];
  const mortal = system.spawn((self) => self.receive());
  system.spawn(async (self) => {
    self.trapExit = true;
    self.monitor(mortal);
    self.link(mortal);
    self.sendAfter(self.pid, { type: "timer" }, { delayMs: 1 });
    self.send(self.pid, { type: "lost" });
    for (;;) seen.push((await self.receive<{ type: string }>()).type);
  });
  await simulation.settle();
  system.exit(mortal, "boom");
  await simulation.advance(5);
  assertEquals(seen.toSorted(), ["DOWN", "EXIT", "timer"]);
});

Deno.test("Courier: what is under way to a process that dies is gone, and a call to it fails", async () => {
  await using simulation = new Simulation({ faults: { messages: { delay: { meanMs: 10, spread: "fixed" } } } });
  const { system } = simulation;
  const keeper = await system.start(Keeper, { name: "keeper" });
  let call: ReturnType<typeof fateOf> | undefined;
  system.spawn(async (self) => {
    self.send("keeper", "plain");
    call = fateOf(Keeper.at(self, "keeper").call("echo", "x"));
    await self.receive();
  });
  await simulation.settle();
  system.exit(keeper.pid!, "boom");
  await simulation.settle();
  assertEquals(reasonIn(call!.error), "boom");
  await simulation.advance(20);
});
