import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { deathsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import { checkSettings, Supervisor, SupervisorDefinition } from "./supervisor.ts";

Deno.test("case 125: children start one after the other in the order given, each up before the next begins", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const gates = ["a", "b", "c"].map(() => Promise.withResolvers<void>());
    const children = ["a", "b", "c"].map((id, index) => nursery.child(id, { init: () => gates[index]!.promise }));
    const tree = fateOf(system.start(Supervisor.define({ children })));
    await settle();
    assertEquals(nursery.read(), ["start a"]);
    gates[1]!.resolve();
    await settle();
    assertEquals(nursery.read(), []);
    gates[0]!.resolve();
    await settle();
    assertEquals([nursery.read(), tree.state], [["start b", "start c"], "pending"]);
    gates[2]!.resolve();
    await settle();
    assertEquals([tree.state, (await tree.value!.countChildren()).active], ["fulfilled", 3]);
  }, 5);
});

Deno.test("case 126: children are shut down in reverse order, each dead before the next is asked", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const end of ["stop", "system"]) {
      const nursery = new Nursery();
      const gate = Promise.withResolvers<void>();
      const children = ["a", "b", "c"].map((id) =>
        nursery.child(id, id === "b" ? { terminate: () => gate.promise } : {})
      );
      const tree = await system.start(Supervisor.define({ children }));
      nursery.read();
      if (end === "stop") fateOf(tree.stop());
      else system.exit(tree.pid!, "shutdown");
      await settle();
      assertEquals([nursery.read(), tree.alive], [["stop c shutdown", "stop b shutdown"], true]);
      gate.resolve();
      await settle();
      assertEquals([nursery.read(), tree.alive], [["stop a shutdown"], false]);
    }
  }, 5);
});

Deno.test("case 127: a child that fails to start stops those before it in reverse, and fails the supervisor's start", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const deaths = deathsOf(system);
    nursery.failing.set("c", 1);
    const children = ["a", "b", "c", "d"].map((id) => nursery.child(id));
    const start = fateOf(system.start(Supervisor.define({ name: "Tree", children }), { name: "tree" }));
    await settle();
    const reason = { shutdown: { failed_to_start_child: { id: "c", reason: "cannot" } } };
    assert(start.error instanceof StartError);
    assertEquals(start.error.reason, reason);
    assertEquals(nursery.read(), ["start a", "start b", "fail c", "stop b shutdown", "stop a shutdown"]);
    assertEquals([system.processCount, system.whereis("tree")], [0, undefined]);
    assertEquals([...deaths.values()].at(-1), reason);
  }, 5);
});

Deno.test("case 128: two children with one id fail the start with duplicate_child_name, and none was started", async () => {
  await using simulation = new Simulation();
  const nursery = new Nursery();
  const Tree = Supervisor.define({ children: [nursery.child("a"), nursery.child("b"), nursery.child("a")] });
  const error = await assertRejects(() => simulation.system.start(Tree), StartError, "duplicate_child_name");
  assertEquals((error.reason as { error: { name: string } }).error.name, "ArgumentError");
  assertEquals([nursery.log, simulation.system.processCount], [[], 0]);
});

Deno.test("case 129: a child that says ignore keeps its place without a process, a temporary one does not", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const init = () => GenServer.ignore();
    const children = [
      nursery.child("kept", { init }),
      nursery.child("gone", { init, restart: "temporary" }),
      nursery.child("other"),
    ];
    const tree = await system.start(Supervisor.define({ children }));
    const listed = (await tree.whichChildren()).map(({ id, pid }) => [id, typeof pid]);
    assertEquals(listed, [["kept", "undefined"], ["other", "string"]]);
    assertEquals(await tree.countChildren(), { specs: 2, active: 1, supervisors: 0, workers: 2 });
  }, 3);
});

Deno.test("case 130: a child whose name is taken fails the supervisor's start with already_started", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const nursery = new Nursery();
  const holder = system.spawn(() => new Promise(() => {}), { name: "desk" });
  const Tree = Supervisor.define({ children: [nursery.child("a"), nursery.child("b", { name: "desk" })] });
  const error = await assertRejects(() => system.start(Tree), StartError);
  assertEquals(error.reason, {
    shutdown: { failed_to_start_child: { id: "b", reason: { already_started: holder } } },
  });
  assertEquals(nursery.log, ["start a", "stop a shutdown"]);
});

Deno.test("case 132: defaults are one_for_one and 3 restarts in 5 s, without automatic shutdown", () => {
  assertEquals(checkSettings({}, "Supervisor"), {
    strategy: "one_for_one",
    maxRestarts: 3,
    maxSeconds: 5,
    autoShutdown: "never",
  });
});

Deno.test("case 137: an exit of the parent stops the children in reverse, and the supervisor dies with its reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const reason of ["shutdown", "boom", "normal", { shutdown: 1 }]) {
      const nursery = new Nursery();
      const deaths = deathsOf(system);
      const Tree = Supervisor.define({ children: [nursery.child("a"), nursery.child("b")] });
      let pid: string | undefined;
      system.spawn(async (self) => {
        pid = (await Tree.start(self)).pid;
        self.exit(reason);
      });
      await settle();
      assertEquals(nursery.read(), ["start a", "start b", "stop b shutdown", "stop a shutdown"]);
      assertEquals(deaths.get(pid as "<0.1.0>"), reason);
    }
  }, 5);
});

Deno.test("case 137: a supervisor that is killed takes its children along, trapping or not, and nothing is restarted", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const Tree = Supervisor.define({
      children: [
        nursery.child("trapping"),
        nursery.child("plain", { trapExit: false }),
        Supervisor.define({ children: [nursery.child("below")] }).child(),
      ],
    });
    const tree = await system.start(Tree);
    nursery.read();
    system.exit(tree.pid!, "kill");
    await settle();
    assertEquals(nursery.read().sort(), ["stop below shutdown", "stop trapping killed"]);
    assertEquals(system.processCount, 0);
  }, 20);
});

Deno.test("Supervisor.define(): children may be a function of the supervisor's arguments, and what it throws is the start's error", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const nursery = new Nursery();
  const Tree = Supervisor.define({
    name: "Sized",
    children: (count: number) => {
      if (count > 9) throw new RangeError("too many");
      return Array.from({ length: count }, (_, index) => nursery.child(`${index}`));
    },
  });
  assert(Tree instanceof SupervisorDefinition);
  const tree = await system.start(Tree, { args: [3] });
  assertEquals((await tree.countChildren()).active, 3);
  await assertRejects(() => system.start(Tree, { args: [10] }), StartError, "Cannot start Sized: RangeError: too many");
  const above = await system.start(Supervisor.define({ children: [Tree.child({ args: [2] })] }));
  assertEquals((await above.whichChildren())[0]!.modules, ["Sized"]);
  const Wrong = Supervisor.define({ children: () => 5 as never });
  await assertRejects(() => system.start(Wrong), StartError, "children are a list of specifications, got 5");
});

Deno.test("Supervisor.define() refuses settings that are none, by the rule they break", () => {
  const wrong: [unknown, string][] = [
    [undefined, "Cannot define a supervisor: it is an object, got undefined"],
    [{ name: 5 }, "Cannot define a supervisor: name is a text, got 5"],
    [{ name: "" }, 'Cannot define a supervisor: name is a text, got ""'],
    [
      { strategy: "all" },
      'Cannot define the supervisor Supervisor: strategy is one_for_one, one_for_all or rest_for_one, got "all"',
    ],
    [
      { name: "S", autoShutdown: true },
      "Cannot define the supervisor S: autoShutdown is never, any_significant or all_significant, got true",
    ],
    [{ name: "S", maxRestarts: -1 }, "Cannot define the supervisor S: maxRestarts is a whole number from 0 up, got -1"],
    [
      { name: "S", maxRestarts: 1.5 },
      "Cannot define the supervisor S: maxRestarts is a whole number from 0 up, got 1.5",
    ],
    [
      { name: "S", maxRestarts: Infinity },
      "Cannot define the supervisor S: maxRestarts is a whole number from 0 up, got Infinity",
    ],
    [{ name: "S", maxSeconds: 0 }, "Cannot define the supervisor S: maxSeconds is a number above 0, got 0"],
    [{ name: "S", maxSeconds: NaN }, "Cannot define the supervisor S: maxSeconds is a number above 0, got NaN"],
    [
      { name: "S", children: 5 },
      "Cannot define the supervisor S: children is a list, or a function that gives one, got 5",
    ],
  ];
  for (const [spec, message] of wrong) {
    assertEquals(assertThrows(() => Supervisor.define(spec as { name: string }), ArgumentError).message, message);
  }
});

Deno.test("Supervisor: an init that never ends holds the start until its time-out, which fails it, or until it is killed", async () => {
  await everyOrder(async ({ system, advance }) => {
    const nursery = new Nursery();
    const stuck = () => new Promise(() => {});
    const Timed = Supervisor.define({
      children: [nursery.child("a"), nursery.child("b", { init: stuck, startTimeoutMs: 100 })],
    });
    const timed = fateOf(system.start(Timed));
    await advance(100);
    assertEquals(reasonIn(timed.error), { shutdown: { failed_to_start_child: { id: "b", reason: "timeout" } } });
    assertEquals(nursery.read(), ["start a", "start b", "stop a shutdown"]);

    const Endless = Supervisor.define({ children: [nursery.child("a"), nursery.child("b", { init: stuck })] });
    const endless = fateOf(system.start(Endless, { name: "tree" }));
    await advance(1_000_000);
    assertEquals(endless.state, "pending");
    system.exit("tree", "kill");
    await advance(0);
    assertEquals(reasonIn(endless.error), "killed");
    const whole = fateOf(system.start(Endless, { timeoutMs: 50 }));
    await advance(50);
    assertEquals([reasonIn(whole.error), system.names], ["timeout", []]);
  }, 2);
});
