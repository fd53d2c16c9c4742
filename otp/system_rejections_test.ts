import { assertEquals } from "@std/assert";
import { whenIdle } from "./introspection/idle.ts";
import { nextTask } from "./processes/next_task.ts";
import { idle } from "./processes/testdata/worlds.ts";
import type { Logger } from "./processes/reporter.ts";
import { System, type SystemOptions } from "./system.ts";

/** What the platform would do with each rejection, once every System has had its say: `true` where it was taken care of. */
function platform() {
  const seen: boolean[] = [];
  const listener = (event: PromiseRejectionEvent) => {
    seen.push(event.defaultPrevented);
    event.preventDefault();
  };
  return {
    seen,
    /** Listens last, so that it sees what the others did. */
    listen: () => globalThis.addEventListener("unhandledrejection", listener),
    [Symbol.dispose]: () => globalThis.removeEventListener("unhandledrejection", listener),
  };
}

function setUp(options: SystemOptions = {}) {
  const warnings: string[] = [];
  const logger: Logger = { crash() {}, warn: (text) => void warnings.push(text) };
  const system = new System({ logger, ...options });
  const reasons: unknown[] = [];
  system.events.subscribe((event) => event.type === "rejection.unhandled" && void reasons.push(event.reason));
  return { system, warnings, reasons };
}

Deno.test("case 102: a rejection that nobody awaits is an event and a warning, and all lives on", async () => {
  using world = platform();
  const { system, warnings, reasons } = setUp();
  const pid = system.spawn(() => {
    Promise.reject(new TypeError("Nobody looks"));
    return idle();
  });
  world.listen();
  await whenIdle(system);
  assertEquals([world.seen, system.isAlive(pid)], [[true], true]);
  assertEquals((reasons[0] as { error: Error }).error.message, "Nobody looks");
  assertEquals(warnings, ["A promise was rejected and nobody awaits it: TypeError: Nobody looks"]);
  await system.stop();
});

Deno.test("System takes care of a rejection also where the last process is over by the time it is told", async () => {
  using world = platform();
  const { system, reasons } = setUp();
  system.spawn(() => void Promise.reject("left behind"));
  world.listen();
  await whenIdle(system);
  assertEquals([system.processCount, world.seen, reasons], [0, [true], [{ thrown: "left behind" }]]);
  await system.stop();
});

Deno.test("System takes care of what its processes reject while it stops", async () => {
  using world = platform();
  const { system, reasons } = setUp();
  system.spawn((self) => {
    self.signal.addEventListener("abort", () => void Promise.reject("on the way out"));
    return idle();
  });
  await whenIdle(system);
  world.listen();
  await system.stop();
  assertEquals([world.seen, reasons], [[true], [{ thrown: "on the way out" }]]);
});

Deno.test("System without processes leaves the rejections of others alone: before, between and after", async () => {
  using world = platform();
  const { system, warnings, reasons } = setUp();
  world.listen();
  const rejectElsewhere = async () => {
    Promise.reject("not yours");
    await nextTask();
  };
  await rejectElsewhere(); // never had a process
  system.exit(system.spawn(idle), "shutdown");
  await nextTask();
  await rejectElsewhere(); // has none any more
  system.attach();
  await system.stop();
  await rejectElsewhere(); // has stopped
  assertEquals([world.seen, warnings, reasons], [[false, false, false], [], []]);
});

Deno.test("System hears of rejections again when it has processes again", async () => {
  using world = platform();
  const { system, reasons } = setUp();
  for (let n = 0; n < 3; n++) {
    const pid = system.spawn(idle);
    Promise.reject(n);
    await nextTask();
    system.exit(pid, "shutdown");
    await nextTask();
  }
  system.exit(system.spawn(idle), "shutdown");
  system.spawn(idle); // one goes, one comes, in one turn of the event loop
  await nextTask();
  world.listen();
  Promise.reject(3);
  await nextTask();
  assertEquals([reasons, world.seen], [[0, 1, 2, 3].map((thrown) => ({ thrown })), [true]]);
  await system.stop();
});

Deno.test("System may leave rejections to the platform", async () => {
  using world = platform();
  const { system, warnings, reasons } = setUp({ unhandledRejections: "platform" });
  system.attach();
  world.listen();
  Promise.reject("the platform's");
  await nextTask();
  assertEquals([world.seen, warnings, reasons], [[false], [], []]);
  await system.stop();
});

Deno.test("System: a crash of a process is no rejection that nobody awaits", async () => {
  using world = platform();
  const { system, warnings } = setUp();
  system.attach();
  system.spawn(async () => await Promise.reject(new Error("A crash")));
  world.listen();
  await whenIdle(system);
  assertEquals([world.seen, warnings, system.processCount], [[], [], 1]);
  await system.stop();
});

Deno.test("System: processes that come and go one by one ask for one turn of the event loop, not for one each", async () => {
  const { system } = setUp();
  const world = globalThis as { setImmediate?: (go: () => void) => unknown };
  const real = world.setImmediate!;
  let turns = 0;
  world.setImmediate = (go) => (turns++, real(go));
  try {
    for (let n = 0; n < 100; n++) system.exit(system.spawn(idle), "kill");
  } finally {
    world.setImmediate = real;
  }
  assertEquals(turns, 1);
  // And who comes after is heard a turn longer as well.
  using platformWorld = platform();
  await nextTask();
  system.spawn(() => void Promise.reject("left behind"));
  platformWorld.listen();
  await whenIdle(system);
  assertEquals([system.processCount, platformWorld.seen], [0, [true]]);
  await system.stop();
});
