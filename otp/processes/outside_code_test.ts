import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { sys } from "../introspection/sys.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { Logger } from "./reporter.ts";

/** Keeps lines. */
const Log = GenServer.define({
  name: "Log",
  init: () => [] as string[],
  calls: { write: (lines, line: string) => [lines.length + 1, [...lines, line]], lines: (lines) => [lines, lines] },
  casts: { write: (lines, line: string) => [...lines, line] },
});
const Worker = GenServer.define({
  name: "Worker",
  init: () => 0,
  casts: {
    crash: () => {
      throw new Error("boom");
    },
    wait: (_state, _none: undefined, self) => {
      self.signal.addEventListener("abort", () => Log.at(self.system, "log").cast("write", "released"));
      return new Promise<number>(() => {});
    },
    leave: (state, _none: undefined, self) => {
      self.signal.addEventListener("abort", () => Log.at(self.system, "log").cast("write", "left"));
      self.sendExit(self.pid, "kill");
      return state;
    },
  },
});

Deno.test("Logger: a call from it is nobody's, so it is answered though its cause is dead", async () => {
  const answers: unknown[] = [];
  const logger: Logger = {
    crash: () => void Log.at(simulation.system, "log").call("write", "crash").then((n) => answers.push(n)),
    warn: () => void Log.at(simulation.system, "log").call("write", "warn").then((n) => answers.push(n)),
  };
  const simulation = new Simulation({ logger });
  await using _ = simulation;
  const { system } = simulation;
  await system.start(Log, { name: "log" });
  const worker = await system.start(Worker);
  system.send(worker.pid!, "what nobody handles");
  await simulation.settle();
  worker.cast("crash");
  await simulation.settle();
  assertEquals(answers, [1, 2]);
});

Deno.test("Self.signal: a listener may tell others that it has released what it held, whoever ended the process", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const log = await system.start(Log, { name: "log" });
  const one = await system.start(Worker);
  one.cast("wait");
  await simulation.settle();
  system.exit(one.pid!, "kill");
  (await system.start(Worker)).cast("leave");
  await simulation.settle();
  assertEquals(await log.call("lines"), ["released", "left"]);
});

Deno.test("sys.replaceState(): what replaces is code from outside, also when it has to wait", async () => {
  await using simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const log = await system.start(Log, { name: "log" });
  let open = () => {};
  const Slow = GenServer.define({
    name: "Slow",
    init: () => 0,
    casts: { wait: (state) => new Promise<number>((resolve) => open = () => resolve(state)) },
  });
  const slow = await system.start(Slow);
  slow.cast("wait");
  await simulation.settle();
  let answer: Promise<number> | undefined;
  const replaced = sys.replaceState(system, slow.pid!, (state: number) => {
    answer = log.call("write", "replaced");
    system.exit(slow.pid!, "kill");
    return state;
  }).catch(() => {});
  open();
  await replaced;
  assertEquals(await answer, 1);
});
