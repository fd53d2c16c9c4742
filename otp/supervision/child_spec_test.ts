import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { ChildSpec } from "../behaviours/definition.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError, StartError } from "../processes/errors.ts";
import { everyOrder } from "../testdata/world.ts";
import { completeChildSpec, completeChildSpecs } from "./child_spec.ts";
import { DynamicSupervisor } from "./dynamic_supervisor.ts";
import { Supervisor } from "./supervisor.ts";

const Clerk = GenServer.define({ name: "Clerk", init: () => 0 });
const start = Clerk.child().start;

const WRONG: [unknown, string][] = [
  [null, "of a child: it is an object, as Definition.child() gives, got null"],
  ["clerk", 'of a child: it is an object, as Definition.child() gives, got "clerk"'],
  [{ start }, "of a child: id is a text, got undefined"],
  [{ id: 5, start }, "of a child: id is a text, got 5"],
  [{ id: "", start }, '"": id is a text, got ""'],
  [{ id: "c" }, '"c": start is a definition (GenServer.define, Supervisor.define) or a function, got undefined'],
  [
    { id: "c", start: { start() {} } },
    '"c": start is a definition (GenServer.define, Supervisor.define) or a function, got {}',
  ],
  [{ id: "c", start, args: 5 }, '"c": args is a list, got 5'],
  [{ id: "c", start, restart: "always" }, '"c": restart is permanent, transient or temporary, got "always"'],
  [{ id: "c", start, restart: null }, '"c": restart is permanent, transient or temporary, got null'],
  [{ id: "c", start, type: "boss" }, '"c": type is worker or supervisor, got "boss"'],
  [{ id: "c", start, shutdown: -1 }, '"c": shutdown is milliseconds from 0 up, infinity or brutal_kill, got -1'],
  [{ id: "c", start, shutdown: NaN }, '"c": shutdown is milliseconds from 0 up, infinity or brutal_kill, got NaN'],
  [
    { id: "c", start, shutdown: "soon" },
    '"c": shutdown is milliseconds from 0 up, infinity or brutal_kill, got "soon"',
  ],
  [{ id: "c", start, startTimeoutMs: -5 }, '"c": startTimeoutMs is a number of milliseconds from 0 up, got -5'],
  [{ id: "c", start, significant: 1 }, '"c": significant is true or false, got 1'],
];

Deno.test("completeChildSpec() refuses what is no specification, by the rule it breaks", () => {
  for (const [spec, message] of WRONG) {
    const error = assertThrows(() => completeChildSpec(spec as ChildSpec, "never"), ArgumentError);
    assertEquals(error.message, `Cannot use the child specification ${message}`);
  }
  assertThrows(
    () => completeChildSpec({ id: "c", start, name: "<x" }, "never"),
    ArgumentError,
    "Cannot register a name",
  );
});

Deno.test("case 138: a specification that is not valid is refused before anything starts", async () => {
  await everyOrder(async ({ system }) => {
    let started = 0;
    const Counted = GenServer.define({ name: "Counted", init: () => ++started });
    for (const [spec, message] of WRONG) {
      const Tree = Supervisor.define({ children: [Counted.child(), spec as ChildSpec] });
      const error = await assertRejects(() => system.start(Tree), StartError);
      const { error: cause } = error.reason as { error: { name: string; message: string } };
      assertEquals([cause.name, cause.message], ["ArgumentError", `Cannot use the child specification ${message}`]);
      for (
        const supervisor of [await system.start(Supervisor.define({})), await system.start(DynamicSupervisor.define())]
      ) {
        await assertRejects(() => supervisor.startChild(spec as ChildSpec), StartError, message);
        assertEquals((await supervisor.countChildren()).specs, 0);
        await supervisor.stop();
      }
    }
    assertEquals([started, system.processCount], [0, 0]);
  }, 0);
});

Deno.test("case 160: significant on a permanent child, or with autoShutdown never, is refused", () => {
  const spec = (restart: ChildSpec["restart"]): ChildSpec => ({ id: "c", start, significant: true, restart: restart! });
  for (const auto of ["never", "any_significant", "all_significant"] as const) {
    assertThrows(
      () => completeChildSpec(spec("permanent"), auto),
      ArgumentError,
      '"c": a significant child is transient or temporary, got "permanent"',
    );
    for (const restart of ["transient", "temporary"] as const) {
      if (auto !== "never") assertEquals(completeChildSpec(spec(restart), auto).significant, true);
      else {
        assertThrows(
          () => completeChildSpec(spec(restart), auto),
          ArgumentError,
          '"c": a significant child needs a supervisor with autoShutdown, got "never"',
        );
      }
    }
  }
});

Deno.test("case 131: defaults are permanent, 5000 ms for workers, infinity for supervisors, and worker", () => {
  const worker = completeChildSpec(Clerk.child(), "never");
  assertEquals({ ...worker, start: undefined }, {
    id: "Clerk",
    start: undefined as never,
    args: [],
    name: undefined,
    restart: "permanent",
    shutdown: 5000,
    type: "worker",
    significant: false,
    startTimeoutMs: Infinity,
    module: "Clerk",
    maxMailbox: undefined,
    overload: undefined,
  });
  for (const definition of [Supervisor.define({ name: "S" }), DynamicSupervisor.define({ name: "S" })]) {
    const { type, shutdown, module } = completeChildSpec(definition.child(), "never");
    assertEquals([type, shutdown, module], ["supervisor", "infinity", "S"]);
  }
  const byHand = completeChildSpec({
    id: "x",
    start: function open() {
      return "<0.1.0>" as const;
    },
  }, "never");
  assertEquals([byHand.type, byHand.shutdown, byHand.module], ["worker", 5000, "open"]);
  assertEquals(
    completeChildSpec({ id: "x", start: () => "<0.1.0>", type: "supervisor" }, "never").shutdown,
    "infinity",
  );
});

Deno.test("completeChildSpecs() refuses a list that is none, and two children with one id", () => {
  assertThrows(
    () => completeChildSpecs("abc" as never, "never"),
    ArgumentError,
    'Cannot start a supervisor: children are a list of specifications, got "abc"',
  );
  assertThrows(
    () => completeChildSpecs([Clerk.child(), Clerk.child({ id: "x" }), Clerk.child()], "never"),
    ArgumentError,
    'Cannot start a supervisor: children have different ids (duplicate_child_name), got "Clerk"',
  );
  assertEquals(completeChildSpecs([Clerk.child(), Clerk.child({ id: "x" })], "never").map(({ id }) => id), [
    "Clerk",
    "x",
  ]);
});
