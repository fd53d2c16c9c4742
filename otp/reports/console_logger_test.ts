import { assertEquals, assertMatch } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Redaction } from "../presenting/redaction.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { consoleLogger, type ConsoleLoggerOptions, makeConsoleLogger } from "./console_logger.ts";

const Worker = GenServer.define({
  name: "Worker",
  init: () => ({ password: "hunter2", iban: "DE1" }),
  casts: {
    crash: (): { password: string; iban: string } => {
      throw new Error("100%s bad");
    },
  },
});

/** Writes down what a console gets. */
function sheet(): { lines: unknown[][]; console: Required<ConsoleLoggerOptions>["console"] } {
  const lines: unknown[][] = [];
  const at = (level: string) => (...all: unknown[]) => void lines.push([level, ...all]);
  return { lines, console: { error: at("error"), warn: at("warn"), info: at("info") } };
}

async function fallingTree(options: ConsoleLoggerOptions): Promise<void> {
  await using simulation = new Simulation({ logger: makeConsoleLogger(options) });
  const { system } = simulation;
  await system.start(Supervisor.define({ maxRestarts: 1, children: [Worker.child({ name: "worker" })] }));
  for (let times = 0; times < 2; times++) {
    system.whereis(Worker, "worker").cast("crash");
    await simulation.settle();
  }
}

Deno.test("makeConsoleLogger() writes a crash as one error, what supervisors do as warnings, and no starts", async () => {
  const { lines, console } = sheet();
  await fallingTree({ console, colours: false });
  assertEquals(lines.map(([level, text]) => [level, String(text).split("\n")[0]]), [
    ["error", "Worker <0.2.0> (worker) crashed: Error: 100%s bad"],
    [
      "warn",
      'Supervisor <0.1.0> restarted child "Worker" as <0.3.0>, which was <0.2.0>; restart 1, after: Error: 100%s bad',
    ],
    ["error", "Worker <0.3.0> (worker) crashed: Error: 100%s bad"],
    ["error", 'Supervisor <0.1.0> gives up: child "Worker" died once more after 1 restarts within 5 s'],
  ]);
  assertMatch(
    String(lines[0]![1]),
    /\n {4}at crash \(.*console_logger_test\.ts.*\n {4}… \d+ more frames?, of the runtime\n/,
  );
  assertMatch(String(lines[0]![1]), /\n {2}state: \{"password":"\[redacted\]","iban":"DE1"\}\n/);
});

Deno.test("makeConsoleLogger() colours the first line by %c, and never reads a text as a format", async () => {
  const { lines, console } = sheet();
  await fallingTree({ console, supervision: false });
  assertEquals(lines.length, 2);
  const [level, format, colour, first, none, rest] = lines[0]!;
  assertEquals([level, format, colour, first, none], [
    "error",
    "%c%s%c%s",
    "color: red",
    "Worker <0.2.0> (worker) crashed: Error: 100%s bad",
    "",
  ]);
  assertMatch(String(rest), /^\n {4}at crash/);
});

Deno.test("makeConsoleLogger(): progress, other rules, a shorter text and no limit where asked for", async () => {
  const { lines, console } = sheet();
  const redaction = new Redaction({ keys: ["iban"] });
  await fallingTree({ console, colours: false, progress: true, redaction });
  assertEquals(lines[0], ["info", 'Supervisor <0.1.0> started child "Worker" as <0.2.0>']);
  assertMatch(String(lines[1]![1]), /"iban":"\[redacted\]"/);
  assertEquals([makeConsoleLogger({ limit: false }).limit, makeConsoleLogger().limit], [undefined, {}]);
  const short = sheet();
  await fallingTree({ console: short.console, colours: false, maxLength: 20 });
  assertMatch(String(short.lines[0]![1]), /^Worker <0\.2\.0> \(work… \(\d+ characters\)$/);
});

Deno.test("consoleLogger writes to the console that is there when it is used", async () => {
  const { lines, console: written } = sheet();
  const { error, warn, info } = console;
  Object.assign(console, written);
  try {
    await using simulation = new Simulation({ logger: consoleLogger });
    runtimeOf(simulation.system).reporter.warn("careful");
    runtimeOf(simulation.system).reporter.info("by the way");
  } finally {
    Object.assign(console, { error, warn, info });
  }
  assertEquals(lines, [["warn", "%c%s%c%s", "color: yellow", "careful", "", ""], ["info", "by the way"]]);
});

Deno.test("consoleLogger: a storm of crashes is five reports and a count", async () => {
  const { lines, console } = sheet();
  await using simulation = new Simulation({ logger: makeConsoleLogger({ console, colours: false }) });
  const { system } = simulation;
  for (let index = 0; index < 10_000; index++) system.exit(system.spawn(() => new Promise(() => {})), "kill");
  await simulation.advance(5000);
  assertEquals([lines.length, lines[5]], [6, [
    "warn",
    "9995 more reports like this within 5 s: function crashed: killed",
  ]]);
});
