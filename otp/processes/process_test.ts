import { assert, assertEquals, assertFalse } from "@std/assert";
import { listProcesses, mailboxOf, processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { SeededRandom } from "../environment.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Envelope, INFO } from "./envelope.ts";
import { runtimeOf } from "./host.ts";
import { type Behaviour, DEAD, Process, READY } from "./process.ts";
import { exitsOf, idle, inWorlds } from "./testdata/worlds.ts";

Deno.test("case 73: the info of a live process has what OTP's has, of a dead one there is none", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach({ name: "me" });
    const pid = me.spawnLink(idle, { name: "worker", label: "Worker" });
    const ref = me.monitor(pid);
    await settle();
    system.send(pid, "waits");
    const info = processInfo(system, pid)!;
    assertEquals([info.pid, info.name, info.module, info.behaviour], [pid, "worker", "Worker", "spawn"]);
    assertEquals([info.links, info.monitors, info.monitoredBy], [[me.pid], [], [me.pid]]);
    assertEquals([info.trapExit, info.mailboxLength, info.status], [false, 1, "busy"]);
    assertEquals([info.parent, info.ancestors], [me.pid, ["me"]]);
    assertEquals(processInfo(system, me.pid)!.monitors, [{ ref, pid }]);
    system.exit(pid, "shutdown");
    assertEquals([processInfo(system, pid), processInfo(system, "<0.4711.0>")], [undefined, undefined]);
  }, 3);
});

Deno.test("case 74: links are symmetric at every moment a test can look", async () => {
  for (let seed = 0; seed < 20; seed++) {
    await using simulation = new Simulation({ seed });
    const { system } = simulation;
    const random = new SeededRandom(seed);
    const check = () => {
      const all = new Map(listProcesses(system).map(({ pid, links }) => [pid, links]));
      for (const [pid, links] of all) {
        for (const other of links) assert(all.get(other)?.includes(pid), `seed ${seed}: ${pid} and ${other}`);
      }
    };
    system.events.subscribe(check, { types: ["link.added", "link.removed", "process.started"] });
    const live = Array.from({ length: 12 }, () => system.attach());
    for (let step = 0; step < 60; step++) {
      const [one, other] = [live[Math.floor(random.next() * 12)]!, live[Math.floor(random.next() * 12)]!];
      const action = random.next();
      if (action < 0.6) one.link(other.pid);
      else if (action < 0.9) one.unlink(other.pid);
      else system.exit(one.pid, random.next() < 0.5 ? "boom" : "kill");
      check();
    }
  }
});

Deno.test("case 75: the queue length counts what is not taken, skipped ones included, not the one being handled", async () => {
  await inWorlds(async ({ system, settle }) => {
    const pid = system.spawn(async (self) => {
      await self.receive((message) => message === "wanted");
      await idle();
    });
    for (const message of ["a", "b", "wanted", "c"]) system.send(pid, message);
    assertEquals(processInfo(system, pid)!.mailboxLength, 4);
    await settle();
    const info = processInfo(system, pid)!;
    assertEquals([info.mailboxLength, info.currentMessage?.message], [3, "wanted"]);
    assertEquals(mailboxOf(system, pid).map(({ message }) => message), ["a", "b", "c"]);
  }, 3);
});

Deno.test("case 76: messages handled never shrink, memory is an estimate and says so", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(async (self) => {
    for (;;) await self.receive();
  });
  let before = 0;
  const ref = system.attach().monitor(pid);
  for (let n = 0; n < 5; n++) {
    for (let m = 0; m < n; m++) system.send(pid, "x".repeat(100));
    const { memory, estimated, handled, busyMs } = processInfo(system, pid)!;
    assert(memory > 0 && estimated && handled >= before && busyMs >= 0);
    before = handled;
    await simulation.settle();
  }
  assertEquals([processInfo(system, pid)!.handled, typeof ref], [10, "string"]);
});

/** A process whose mailbox can be looked at, and that never has a turn. */
function lone(simulation: Simulation, run: Behaviour["run"] = () => false): Process {
  return new Process(runtimeOf(simulation.system), { name: "test", module: "test", run, exited() {} }, {
    parent: null,
  });
}

const put = (process: Process, ...messages: unknown[]) => {
  for (const message of messages) process.deliver(new Envelope(INFO, "", message));
};

function contents(process: Process): unknown[] {
  const all: unknown[] = [];
  for (let each = process.first; each !== null; each = each.next) all.push(each.payload);
  return all;
}

Deno.test("Process.take() takes the oldest, and nothing from an empty mailbox", async () => {
  await using simulation = new Simulation();
  const process = lone(simulation);
  assertEquals(process.take(), null);
  put(process, 1, 2);
  assertEquals([process.take()?.payload, process.take()?.payload, process.take()], [1, 2, null]);
  put(process, 3);
  assertEquals([contents(process), process.length, process.handled], [[3], 1, 2]);
});

Deno.test("Process.takeAfter() takes from any place and keeps the chain whole", async () => {
  await using simulation = new Simulation();
  for (const at of [0, 1, 2]) {
    const process = lone(simulation);
    put(process, 0, 1, 2);
    const before = at === 0 ? null : at === 1 ? process.first : process.first!.next;
    assertEquals(process.takeAfter(before).payload, at);
    put(process, 3);
    assertEquals(contents(process), [0, 1, 2, 3].filter((n) => n !== at));
    assertEquals([process.length, process.last?.payload], [3, 3]);
  }
});

Deno.test("Process.resumeWith() puts a message before all others", async () => {
  await using simulation = new Simulation();
  const process = lone(simulation);
  process.resumeWith(new Envelope(INFO, "", "only"));
  put(process, "next");
  process.resumeWith(new Envelope(INFO, "", "first"));
  assertEquals([contents(process), process.length, process.last?.payload], [["first", "only", "next"], 3, "next"]);
});

Deno.test("Process.deliverSystem() goes to the end, of a suspended process to the front, and ends its suspension", async () => {
  await using simulation = new Simulation();
  const process = lone(simulation);
  put(process, "before");
  process.deliverSystem(new Envelope(INFO, "", "last"));
  process.suspended = true;
  process.deliverSystem(new Envelope(INFO, "", "first"));
  assertEquals([contents(process), process.suspended], [["first", "before", "last"], false]);
});

Deno.test("Process.turn() of a behaviour that throws ends that process alone", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const runtime = runtimeOf(system);
  const exits = exitsOf(system);
  const run = () => {
    throw new Error("A fault of the library");
  };
  const behaviour: Behaviour = { name: "test", module: "test", run, exited() {} };
  const broken = runtime.create(behaviour, { parent: null, name: null });
  let ran = false;
  broken.phase = READY;
  broken.wake();
  system.spawn(() => ran = true);
  await simulation.settle();
  assertEquals([broken.phase, ran, runtime.current], [DEAD, true, null]);
  assertEquals((exits.get(broken.pid) as { error: Error }).error.message, "A fault of the library");
});

Deno.test("Process.turn() of one that is suspended does nothing, and a resume gives it its turn", async () => {
  await inWorlds(async ({ system, settle }) => {
    let got: unknown;
    const pid = system.spawn(async (self) => got = await self.receive((message) => message === "m"));
    await settle();
    system.send(pid, "m");
    sys.suspend(system, pid); // with its turn coming
    await settle();
    assertEquals([got, processInfo(system, pid)!.status], [undefined, "suspended"]);
    sys.resume(system, pid);
    await settle();
    assertEquals(got, "m");
  }, 5);
});

Deno.test("Process.wake() announces once, and never the dead or suspended", async () => {
  await using simulation = new Simulation();
  const process = lone(simulation);
  process.phase = READY;
  process.suspended = true;
  process.wake();
  assertFalse(process.queued);
  process.suspended = false;
  process.wake();
  process.wake();
  await simulation.settle();
  assertEquals([simulation.scheduler.steps, process.queued], [1, false]);
  process.phase = DEAD;
  process.wake();
  assertFalse(process.queued);
});

Deno.test("Process.doBetween() is at once between two messages, else when the handler is done", async () => {
  await using simulation = new Simulation();
  const process = lone(simulation);
  const log: string[] = [];
  process.phase = READY;
  process.doBetween(() => log.push("at once"));
  process.current = new Envelope(INFO, "", "m");
  process.doBetween(() => log.push("after"));
  process.doBetween(() => log.push("and then"));
  assertEquals(log, ["at once"]);
  process.settle();
  assertEquals(log, ["at once", "after", "and then"]);
});
