import { assert, assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { fateOf, notebook } from "../testdata/world.ts";
import { reasonOf } from "./exit_reason.ts";
import { runtimeOf } from "./host.ts";
import { type CrashReport, type Logger, Reporter, silentLogger } from "./reporter.ts";
import { idle } from "./testdata/worlds.ts";

const Vault = GenServer.define({
  name: "Vault",
  version: 3,
  init: (key: string) => ({ key, opened: 0 }),
  calls: {
    open: (_state, _with: { key: string }): [string, { key: string; opened: number }] => {
      throw new Error("Jammed");
    },
  },
  formatStatus: ({ state, message, ...rest }) => ({
    ...rest,
    state: { opened: state.opened },
    ...(message === undefined ? {} : { message: "(hidden)" }),
  }),
});

Deno.test("case 79: an orderly end gives no crash report, any other exactly one", async () => {
  const logger = notebook();
  const { crashes } = logger;
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

Deno.test("case 79: a crash report says who, among whom, of what, at which message and in which state", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const tree = await system.start(
    Supervisor.define({ children: [Vault.child({ name: "vault", args: ["k"], restart: "temporary" })] }),
    { name: "tree" },
  );
  const vault = system.whereis(Vault, "vault");
  const { pid } = vault;
  await simulation.advance(250);
  fateOf(vault.call("open", { key: "k" }));
  system.send("vault", "never read");
  await simulation.settle();
  const [{ reason, wallTime, ...report }] = logger.crashes as unknown as [CrashReport];
  assertEquals((reason as { error: { message: string } }).error.message, "Jammed");
  assertEquals(wallTime, system.wallTime());
  assertEquals(report, {
    pid: pid!,
    name: "vault",
    behaviour: "GenServer",
    module: "Vault",
    version: 3,
    initialCall: "Vault.init",
    lastMessage: "(hidden)",
    lastForm: "call",
    lastKind: "open",
    state: { opened: 0 },
    parent: tree.pid!,
    ancestors: ["tree"],
    links: [tree.pid!],
    linkCount: 1,
    trapExit: false,
    mailboxLength: 1,
    handled: 1,
    uptimeMs: 250,
    log: [],
  });
});

Deno.test("Reporter: a formatStatus that fails shows nothing, and a supervisor's own state is nobody's", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const Sloppy = GenServer.define({
    name: "Sloppy",
    init: (fails: boolean) => ({ secret: "s", fails }),
    handleInfo: () => {
      throw new Error("Bad");
    },
    formatStatus: ({ state }) => {
      if (state.fails) throw new Error("Worse");
      return undefined as never;
    },
  });
  for (const fails of [true, false]) system.send((await system.start(Sloppy, { args: [fails] })).pid!, "m");
  const supervisor = await system.start(Supervisor.define({}));
  await simulation.settle();
  system.exit(supervisor.pid!, "kill");
  const hidden = "(formatStatus failed)";
  assertEquals(logger.crashes.map(({ state, lastMessage }) => [state, lastMessage]), [
    [hidden, hidden],
    [hidden, hidden],
    [undefined, undefined],
  ]);
});

Deno.test("Reporter: of many links a report names twenty and says how many there were", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const hub = simulation.system.spawn((self) => {
    for (let index = 0; index < 30; index++) self.spawnLink(idle);
    self.exit("boom");
  });
  await simulation.settle();
  const { links, linkCount } = logger.crashes.find(({ pid }) => pid === hub)!;
  assertEquals([links.length, linkCount], [20, 30]);
});

Deno.test("Reporter: the last message of a process is the one it was at, none while it waits for the next", async () => {
  const logger = notebook();
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
  assertEquals(logger.crashes.map(({ lastMessage, lastForm }) => [lastMessage, lastForm]), [
    [undefined, undefined],
    ["m", "info"],
  ]);
});

Deno.test("Reporter says what is unhandled, rejected and thrown by listeners, on one line each and without secrets", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const deaf = await system.start(GenServer.define({ name: "Deaf", init: () => 0 }), { name: "deaf" });
  const vault = await system.start(Vault, { args: ["k"] });
  system.send(deaf.pid!, { odd: 1n, password: "hunter2" });
  system.send(vault.pid!, "k");
  await simulation.settle();
  const { reporter } = runtimeOf(system);
  reporter.rejected(reasonOf(new Error("Two\nlines")));
  reporter.listenerFailed(new TypeError("Bad"));
  reporter.listenerFailed(Object.create(null));
  assertEquals(logger.warnings, [
    `Deaf ${deaf.pid} (deaf) got a message that it does not handle: {"odd":{"$bigint":"1"},"password":"[redacted]"}`,
    `Vault ${vault.pid} got a message that it does not handle: "(hidden)"`,
    "A promise was rejected and nobody awaits it: Error: Two lines",
    "A listener of the event stream threw TypeError: Bad",
    'A listener of the event stream threw {"thrown":{}}',
  ]);
});

Deno.test("Reporter is not hurt by a logger that throws", async () => {
  const fail = () => {
    throw new Error("The disk is full");
  };
  await using simulation = new Simulation({ logger: { crash: fail, warn: fail, info: fail, supervision: fail } });
  const { system } = simulation;
  const pid = system.spawn(idle);
  system.exit(pid, "boom");
  runtimeOf(system).reporter.warn("x");
  runtimeOf(system).reporter.info("x");
  assert(!system.isAlive(pid));
});

Deno.test("Reporter holds back what is too much for its logger, and says so when the time is over or the System stops", async () => {
  const logger = { ...notebook(), limit: { alike: 2, total: 3, windowMs: 1000 } };
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const crash = (label: string) => system.exit(system.spawn(idle, { label }), "boom");
  for (const label of ["A", "A", "A", "A", "B", "B", "C"]) crash(label);
  assertEquals(logger.crashes.map(({ module }) => module), ["A", "A", "B"]);
  await simulation.advance(1000);
  assertEquals(logger.warnings, [
    "2 more reports like this within 1 s: A crashed: boom",
    "1 more report like this within 1 s: B crashed: boom",
    "1 other report within 1 s",
  ]);
  for (const label of ["A", "A", "A"]) crash(label);
  assertEquals([logger.crashes.length, logger.warnings.length], [5, 3]);
  await system.stop();
  assertEquals(logger.warnings.length, 4);
});

Deno.test("Reporter: a storm of 100,000 crashes is a few reports and one count", async () => {
  const logger = { ...notebook(), limit: {} };
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  for (let index = 0; index < 100_000; index++) system.exit(system.spawn(idle, { label: "A" }), { error: "boom" });
  await simulation.advance(5000);
  assertEquals([logger.crashes.length, logger.warnings], [5, [
    '99995 more reports like this within 5 s: A crashed: {"error":"boom"}',
  ]]);
});

Deno.test("Reporter tells what supervisors do to whoever wants to know, orderly ends left out", async () => {
  const seen: string[] = [];
  const note = ({ module, event }: Parameters<NonNullable<Logger["supervision"]>>[0]) =>
    void seen.push(`${module} ${event.type}`);
  const logger = { crash() {}, warn() {}, supervision: note, progress: note };
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const child = (id: string, restart: "permanent" | "temporary") => Vault.child({ id, args: ["k"], name: id, restart });
  const children = [child("a", "permanent"), child("b", "temporary"), child("c", "temporary")];
  await system.start(Supervisor.define({ name: "Top", maxRestarts: 1, children }));
  system.exit("a", "boom");
  system.exit("b", "boom");
  system.exit("c", "shutdown");
  await simulation.settle();
  system.exit("a", "boom");
  await simulation.settle();
  assertEquals(seen.sort(), [
    "Top child.restarted",
    "Top child.started",
    "Top child.started",
    "Top child.started",
    "Top child.stopped",
    "Top supervisor.gave_up",
  ]);
});

Deno.test("silentLogger says nothing and costs nothing: no report is built for it", async () => {
  await using simulation = new Simulation({ logger: silentLogger });
  const { system } = simulation;
  let asked = false;
  const Spy = GenServer.define({
    name: "Spy",
    init: () => 0,
    formatStatus: (status) => {
      asked = true;
      return status;
    },
  });
  const spy = await system.start(Spy);
  system.send(spy.pid!, "x");
  await simulation.settle();
  system.exit(spy.pid!, "boom");
  assertEquals([asked, new Reporter(silentLogger).supervises], [false, false]);
});
