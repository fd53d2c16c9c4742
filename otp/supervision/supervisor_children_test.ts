import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import type { ChildSpec } from "../behaviours/definition.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import type { ServerRef } from "../behaviours/server_ref.ts";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { System } from "../system.ts";
import { end, Nursery } from "../testdata/nursery.ts";
import { deathsOf, eventsOf, everyOrder, fairly, notebook } from "../testdata/world.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";
import { ChildError } from "./errors.ts";
import { Supervisor } from "./supervisor.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { get: (count) => [count, count] },
});

Deno.test("getChildSpec() gives a specification with every default said, by id or pid, which starts another such child", async () => {
  await fairly(async ({ system }) => {
    const given = Counter.child({ id: "c", args: [7], name: "counter", restart: "transient" });
    const tree = await system.start(Supervisor.define({ children: [given, Counter.child()] }));
    const spec = await tree.getChildSpec("c");
    assertEquals(spec, {
      ...given,
      args: [7],
      shutdown: 5000,
      type: "worker",
      significant: false,
      startTimeoutMs: Infinity,
    });
    assertEquals(await tree.getChildSpec(system.whereis("counter")!), spec);
    assertEquals("name" in await tree.getChildSpec("Counter"), false);
    await tree.terminateChild("c");
    assertEquals(await tree.getChildSpec("c"), spec);
    await tree.deleteChild("c");
    const error = await assertRejects(() => tree.getChildSpec("c"), ChildError);
    assertEquals([error.reason, error.message], [
      "not_found",
      'Cannot give the specification of the child "c": not_found',
    ]);
    await tree.startChild(spec);
    assertEquals(await system.whereis(Counter, "counter").call("get"), 7);
  }, "copy");
});

Deno.test("whichChild() gives one child as whichChildren() lists it, by id or pid", async () => {
  await everyOrder(async ({ system }) => {
    const tree = await system.start(
      Supervisor.define({ children: [Counter.child({ id: "a" }), Counter.child({ id: "b" })] }),
    );
    const [a, b] = await tree.whichChildren();
    assertEquals([await tree.whichChild("a"), await tree.whichChild(b!.pid!)], [a, b]);
    await tree.terminateChild("a");
    assertEquals((await tree.whichChild("a")).pid, undefined);
    await assertRejects(() => tree.whichChild(a!.pid!), ChildError, 'Cannot look for the child "<0.');
    await assertRejects(() => tree.whichChild("x"), ChildError, "not_found");
  }, 2);
});

Deno.test("getChildSpec() and whichChild() of a DynamicSupervisor take a pid", async () => {
  await everyOrder(async ({ system }) => {
    const rooms = await system.start(DynamicSupervisor.define({ extraArguments: [1] }));
    const { pid } = await rooms.startChild(Counter.child());
    assertEquals(await rooms.whichChild(pid!), { id: undefined, pid: pid!, type: "worker", modules: ["Counter"] });
    const { args, shutdown } = await rooms.getChildSpec(pid!);
    assertEquals([args, shutdown], [[], 5000]); // without those that come before its own
    await assertRejects(() => rooms.whichChild("<0.4711.0>"), ChildError, "not_found");
    await assertRejects(() => rooms.getChildSpec("Counter"), ChildError, "not_found");
  }, 2);
});

Deno.test("DynamicSupervisor: one between two tries is known by the pid it had, and can be terminated", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const rooms = await system.start(DynamicSupervisor.define({ maxRestarts: 100 }));
    const pid = (await rooms.startChild(nursery.child("a"))).pid!;
    const answers: Promise<unknown>[] = [];
    using _asking = system.events.subscribe((event) => {
      if (event.type !== "child.failed" || nursery.failing.get("a") !== 8) return; // two have failed already
      answers.push(
        Promise.resolve().then(() => rooms.whichChild(pid)).then((child) => child.pid),
        Promise.resolve().then(() => rooms.terminateChild(pid)),
        Promise.resolve().then(() => rooms.terminateChild(pid)).catch(({ reason }) => reason),
        Promise.resolve().then(() => rooms.countChildren()).then(({ specs }) => specs),
      );
    });
    nursery.failing.set("a", 10);
    system.exit(pid, "kill");
    await settle();
    assertEquals(await Promise.all(answers), ["restarting", undefined, "not_found", 0]);
    assert((nursery.failing.get("a") ?? 0) > 0, "no try is left");
    const again = (await rooms.startChild(nursery.child("b"))).pid!;
    nursery.failing.set("b", 2);
    system.exit(again, "kill");
    await settle(); // it is up again, and its old pid is nobody's
    await assertRejects(() => rooms.terminateChild(again), ChildError, "not_found");
    assertEquals((await rooms.countChildren()).active, 1);
  }, 10);
});

Deno.test("DynamicSupervisor: a restart that says ignore removes the child", async () => {
  await everyOrder(async ({ system, settle }) => {
    let starts = 0;
    const Fickle = GenServer.define({
      name: "Fickle",
      init: () => starts++ === 0 ? GenServer.ok(1) : GenServer.ignore(),
    });
    const rooms = await system.start(DynamicSupervisor.define());
    const { pid } = await rooms.startChild(Fickle.child());
    system.exit(pid!, "kill");
    await settle();
    assertEquals([await rooms.whichChildren(), starts], [[], 2]);
  }, 3);
});

Deno.test("a supervisor's restart that says ignore leaves the place empty, of a temporary sibling nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    let starts = 0;
    const Fickle = GenServer.define({
      name: "Fickle",
      init: () => starts++ === 0 ? GenServer.ok(1) : GenServer.ignore(),
    });
    const tree = await system.start(Supervisor.define({ children: [Fickle.child({ name: "fickle" })] }));
    system.exit("fickle", "kill");
    await settle();
    assertEquals(await tree.whichChildren(), [{ id: "Fickle", pid: undefined, type: "worker", modules: ["Fickle"] }]);
    assertEquals(await tree.restartChild("Fickle"), undefined); // ignored once more, which is no error
    assertEquals([starts, (await tree.whichChildren()).length], [3, 1]);
  }, 3);
});

Deno.test("one_for_all and rest_for_one start again also who was terminated by hand or had ended in order", async () => {
  for (const strategy of ["one_for_all", "rest_for_one"] as const) {
    await everyOrder(async ({ system, settle }) => {
      const nursery = new Nursery();
      const children = ["a", "b", "c"].map((id) => nursery.child(id, { name: id, restart: "transient" }));
      const tree = await system.start(Supervisor.define({ strategy, children }));
      await tree.terminateChild("b");
      end(system, "c", "normal");
      await settle();
      nursery.read();
      system.exit("a", "kill");
      await settle();
      assertEquals(nursery.read(), ["start a", "start b", "start c"]);
    }, 3);
  }
});

Deno.test("Supervisor.childSpec() exchanges fields of a definition's or another specification", () => {
  const spec = Supervisor.childSpec(Counter, { id: "x", restart: "temporary" });
  assertEquals([spec.id, spec.start === Counter as unknown, spec.restart], ["x", true, "temporary"]);
  const other = Supervisor.childSpec(spec, { id: "y", args: [3] });
  assertEquals(other, { ...spec, id: "y", args: [3] });
  assertEquals([spec.id, spec.args, Supervisor.childSpec(spec)], ["x", undefined, spec]);
  assertType<IsExact<typeof spec extends ChildSpec<infer Ref> ? Ref : never, ReturnType<typeof Counter.at>>>(true);
  assertType<IsExact<ReturnType<typeof Counter.at> extends ServerRef<infer _C, infer _D> ? true : false, true>>(true);
  assertThrows(
    () => Supervisor.childSpec(Counter, { restrat: "temporary" } as never),
    ArgumentError,
    'what can be exchanged is id, args, name, restart, shutdown, significant, startTimeoutMs, maxMailbox, overload, got "restrat"',
  );
  assertThrows(() => Supervisor.childSpec(null as never), ArgumentError, "it is made of a definition");
  // @ts-expect-error: the arguments are those of the definition's init
  Supervisor.childSpec(Counter, { args: ["three"] });
});

Deno.test("Supervisor.checkChildSpecs() checks without starting, and knows autoShutdown only where it is told", () => {
  const significant = Counter.child({ restart: "transient", significant: true });
  assertEquals(Supervisor.checkChildSpecs([significant, Counter.child({ id: "b" })]), undefined);
  Supervisor.checkChildSpecs([significant], { autoShutdown: "any_significant" });
  assertThrows(
    () => Supervisor.checkChildSpecs([significant], { autoShutdown: "never" }),
    ArgumentError,
    "a significant child needs a supervisor with autoShutdown",
  );
  assertThrows(
    () => Supervisor.checkChildSpecs([Counter.child(), Counter.child()]),
    ArgumentError,
    "duplicate_child_name",
  );
  assertThrows(
    () => Supervisor.checkChildSpecs([Counter.child({ shutdown: -1 })]),
    ArgumentError,
    "shutdown is milliseconds from 0 up",
  );
});

Deno.test("a supervisor whose children's function says ignore or error is not started, and that is in order", async () => {
  for (
    const [outcome, reason] of [[GenServer.ignore(), "ignore"], [GenServer.error("no_config"), "no_config"]] as const
  ) {
    await everyOrder(async ({ system }) => {
      const deaths = deathsOf(system);
      const Tree = Supervisor.define({ children: (empty: boolean) => empty ? outcome : [Counter.child()] });
      const error = await assertRejects(() => system.start(Tree, { args: [true], name: "tree" }), StartError);
      assertEquals([error.reason, [...deaths.values()]], [reason, ["normal"]]);
      assertEquals((await (await system.start(Tree, { args: [false], name: "tree" })).countChildren()).active, 1);
    }, 2);
  }
});

Deno.test("a message that means nothing to a supervisor is an event and a warning, and changes nothing", async () => {
  const logger = notebook();
  await using system = new System({ logger });
  const seen = eventsOf(system, "message.unhandled");
  for (
    const Tree of [
      Supervisor.define({ name: "Top", children: [Counter.child()] }),
      DynamicSupervisor.define({ name: "Rooms" }),
    ]
  ) {
    const tree = await system.start(Tree);
    system.send(tree.pid!, { type: "EXIT", pid: "<0.4711.0>", reason: "boom" }); // somebody's exit is nothing to be told
    system.send(tree.pid!, "hello");
    await tree.countChildren();
    assertEquals(seen.splice(0).map((event) => "message" in event && event.message), ["hello"]);
    assert(tree.alive);
  }
  assertEquals(logger.warnings.map((text) => text.split(" ")[0]), ["Top", "Rooms"]);
});
