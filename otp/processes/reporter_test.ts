import { assertEquals, assertMatch } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { reasonOf } from "./exit_reason.ts";
import { consoleLogger, type CrashReport, Reporter, silentLogger } from "./reporter.ts";
import { idle } from "./testdata/worlds.ts";

function recorder() {
  const crashes: CrashReport[] = [];
  const warnings: string[] = [];
  const logger = {
    crash: (report: CrashReport) => void crashes.push(report),
    warn: (text: string) => void warnings.push(text),
  };
  return { crashes, warnings, logger };
}

/** What is written to the console meanwhile. */
function written(run: () => void): string[] {
  const lines: string[] = [];
  const { error, warn } = console;
  console.error = console.warn = (line: string) => void lines.push(line);
  try {
    run();
  } finally {
    Object.assign(console, { error, warn });
  }
  return lines;
}

const process = {
  pid: "<0.7.0>",
  name: null,
  behaviour: { module: "Counter" },
  current: { payload: "last" },
  state: { count: 1 },
} as const;

Deno.test("case 79: an orderly end gives no crash report, any other exactly one", async () => {
  const { crashes, logger } = recorder();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  for (const reason of ["normal", "shutdown", { shutdown: "x" }]) {
    system.spawn((self) => self.exit(reason));
    system.exit(system.spawn(idle), reason);
  }
  system.spawn(() => {});
  await simulation.settle();
  assertEquals(crashes, []);
  const pids = [
    system.spawn((self) => self.exit("boom"), { name: "loud", label: "Loud" }),
    system.spawn(async () => {
      await Promise.resolve();
      throw new Error("Late");
    }),
    system.spawn(idle),
  ];
  system.exit(pids[2]!, "kill");
  system.exit(pids[2]!, "kill");
  await simulation.settle();
  assertEquals(new Set(crashes.map(({ pid }) => pid)), new Set(pids));
  assertEquals(crashes.length, 3);
  const loud = crashes.find(({ name }) => name === "loud")!;
  assertEquals([loud.pid, loud.module, loud.reason], [pids[0], "Loud", "boom"]);
});

Deno.test("Reporter: the last message of a process is the one it was at, none while it waits for the next", async () => {
  const { crashes, logger } = recorder();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  for (const goesOn of [true, false]) {
    const pid = system.spawn(async (self) => {
      await self.receive();
      await (goesOn ? self.receive() : idle());
    });
    system.send(pid, "m");
    await simulation.settle();
    system.exit(pid, "boom");
  }
  assertEquals(crashes.map(({ lastMessage }) => lastMessage), [undefined, "m"]);
});

Deno.test("Reporter.crashed() hands on who, why, and what it was at", () => {
  const { crashes, logger } = recorder();
  new Reporter(logger).crashed(process, "boom");
  new Reporter(logger).crashed({ ...process, name: "c", current: null }, "boom");
  const report = { pid: "<0.7.0>", module: "Counter", reason: "boom", state: { count: 1 } } as const;
  assertEquals(crashes, [
    { ...report, name: undefined, lastMessage: "last" },
    { ...report, name: "c", lastMessage: undefined },
  ]);
});

Deno.test("Reporter says what is unhandled, rejected and thrown by listeners, on one line each", () => {
  const { warnings, logger } = recorder();
  const reporter = new Reporter(logger);
  reporter.unhandled(process, { odd: 1n });
  reporter.unhandled({ ...process, name: "counter" }, undefined);
  reporter.rejected(reasonOf(new Error("Two\nlines")));
  reporter.listenerFailed(new TypeError("Bad"));
  reporter.listenerFailed(Object.create(null));
  assertEquals(warnings, [
    'Counter <0.7.0> got a message that it does not handle: {"message":{"odd":"1n"}}',
    'Counter <0.7.0> (counter) got a message that it does not handle: {"message":"undefined"}',
    "A promise was rejected and nobody awaits it: Error: Two lines",
    "A listener of the event stream threw TypeError: Bad",
    'A listener of the event stream threw {"thrown":{}}',
  ]);
});

Deno.test("Reporter is not hurt by a logger that throws", () => {
  const fail = () => {
    throw new Error("The disk is full");
  };
  const reporter = new Reporter({ crash: fail, warn: fail });
  reporter.crashed(process, "boom");
  reporter.unhandled(process, "x");
  reporter.warn("x");
});

Deno.test("consoleLogger writes who crashed of what, with the stack where there is one", () => {
  const report = { pid: "<0.7.0>", name: undefined, module: "Counter", lastMessage: 1, state: 2 } as const;
  const lines = written(() => {
    consoleLogger.crash({ ...report, reason: "boom" });
    consoleLogger.crash({ ...report, name: "counter", reason: reasonOf(new Error("Bad")) });
    consoleLogger.crash({ ...report, reason: { error: "no error data" } });
    consoleLogger.crash({ ...report, reason: null as never });
    consoleLogger.warn("careful");
  });
  assertEquals([lines[0], lines[2], lines[4]], [
    "Counter <0.7.0> crashed: boom",
    'Counter <0.7.0> crashed: {"error":"no error data"}',
    "careful",
  ]);
  assertMatch(lines[1]!, /^Counter <0\.7\.0> \(counter\) crashed: Error: Bad\nError: Bad\n +at .*reporter_test\.ts/);
  assertEquals(lines[3], "Counter <0.7.0> crashed: null");
});

Deno.test("silentLogger says nothing", () => {
  const lines = written(() => {
    const reporter = new Reporter(silentLogger);
    reporter.crashed(process, "boom");
    reporter.unhandled(process, "x");
    reporter.warn("x");
    silentLogger.crash({ ...process, name: undefined, module: "x", reason: "boom", lastMessage: 1 });
  });
  assertEquals(lines, []);
});
