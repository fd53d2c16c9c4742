import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { Application } from "../supervision/application.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import type { System } from "../system.ts";
import { everyOrder } from "../testdata/world.ts";
import { Agent } from "./agent.ts";
import type { ChildArguments, ChildOptions, Definition, StartArguments, StartOptions } from "./definition.ts";
import { GenServer } from "./gen_server.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { ServerRef } from "./server_ref.ts";
import type { MachineTypes } from "./state_machine_types.ts";
import { Task } from "./task.ts";

interface Lamp extends MachineTypes {
  args: [first: "on" | "off"];
  state: "on" | "off";
  data: null;
}

const Plain = GenServer.define({ name: "Plain", init: () => 0 });
const Perhaps = GenServer.define({ name: "Perhaps", init: (start: number = 1, ..._more: string[]) => start });
const Needs = GenServer.define({ name: "Needs", init: (start: number, _label?: string) => start });
const Machine = GenStateMachine.define<Lamp>({
  name: "Lamp",
  init: (first) => GenStateMachine.ok(first, null),
  states: { on: () => undefined, off: () => undefined },
});
const Kept = Agent.define({ name: "Kept", init: (first: string) => first });
const Job = Task.define({ name: "Job", run: (_self, text: string) => text });
const Tree = Supervisor.define({ children: (count: number) => [Needs.child({ args: [count] })] });

Deno.test("Definition.child() and start() need no options where init needs no arguments", async () => {
  await everyOrder(async ({ system }) => {
    assertEquals([Plain.child().id, Perhaps.child().id], ["Plain", "Perhaps"]);
    assertEquals(Perhaps.child({ id: "p", args: [2, "x"] }).args, [2, "x"]);
    for (const ref of [await Plain.start(system), await Perhaps.start(system), await Perhaps.start(system, {})]) {
      assertEquals(ref.alive, true);
    }
    assertType<IsExact<ChildArguments<[]>, [options?: ChildOptions<[]>]>>(true);
    assertType<IsExact<StartArguments<[a?: number]>, [options?: StartOptions<[a?: number]>]>>(true);
    assertType<IsExact<Parameters<typeof Plain.child>["length"], 0 | 1>>(true);
  });
});

Deno.test("Definition.child() and start() need args where init cannot do without, and of its types", async () => {
  await everyOrder(async ({ system }) => {
    assertType<IsExact<Parameters<typeof Needs.child>["length"], 1>>(true);
    assertType<IsExact<StartArguments<[a: number]>, [options: StartOptions<[a: number]> & { args: [a: number] }]>>(
      true,
    );
    assertEquals(Needs.child({ args: [1] }).args, [1]);
    assertEquals(Needs.child({ args: [1, "x"], restart: "transient" }).restart, "transient");
    assertEquals((await Needs.start(system, { args: [1], name: "needs" })).alive, true);
    const wrong = [
      // @ts-expect-error: init needs a number
      () => Needs.child(),
      // @ts-expect-error: init needs a number, whatever else is said
      () => Needs.child({ id: "needs" }),
      // @ts-expect-error: init needs a number, not a text
      () => Needs.child({ args: ["1"] }),
      // @ts-expect-error: init needs a number
      () => Needs.child({ args: [] }),
      // @ts-expect-error: init takes two at most
      () => Needs.child({ args: [1, "x", 2] }),
      // @ts-expect-error: init needs a number
      () => Needs.start(system),
      // @ts-expect-error: init needs a number
      () => Needs.start(system, { name: "other" }),
      // @ts-expect-error: init takes none
      () => Plain.child({ args: [1] }),
      // @ts-expect-error: init needs a number
      () => Supervisor.childSpec(Needs, { id: "other" }),
      // @ts-expect-error: init needs a number
      () => Supervisor.childSpec(Needs),
      // @ts-expect-error: the System asks for the same
      () => system.start(Needs, { name: "other" }),
    ];
    assertEquals(wrong.length, 11, "they are for the compiler");
  });
});

Deno.test("Definition.child() asks for args in every kind of definition", () => {
  const right = [
    Machine.child({ args: ["on"] }),
    Kept.child({ args: ["x"] }),
    Job.child({ args: ["x"] }),
    Tree.child({ args: [2] }),
  ];
  assertEquals(right.map(({ args }) => args), [["on"], ["x"], ["x"], [2]]);
  const wrong = [
    // @ts-expect-error: the lamp is on or off
    () => Machine.child(),
    // @ts-expect-error: what it keeps is a text
    () => Kept.child(),
    // @ts-expect-error: the job needs its text
    () => Job.child({ id: "job" }),
    // @ts-expect-error: the children are so many
    () => Tree.child(),
    // @ts-expect-error: the children are so many
    () => Tree.start(undefined as never),
  ];
  assertEquals(wrong.length, 5, "they are for the compiler");
});

Deno.test("Application.start() asks for args where the application's start cannot do without", async () => {
  const Sized = Application.define({ name: "sized", start: (_app, size: number) => Tree.child({ args: [size] }) });
  const Plain = Application.define({ name: "plain", env: { size: 1 } });
  const wrong = [
    // @ts-expect-error: start needs a number
    (host: System) => Application.start(host, Sized),
    // @ts-expect-error: start needs a number
    (host: System) => Application.ensureStarted(host, Sized, { type: "permanent" }),
  ];
  assertEquals(wrong.length, 2, "they are for the compiler");
  await everyOrder(async ({ system }) => {
    await Application.start(system, Sized, { args: [0] });
    await Application.ensureStarted(system, Plain);
    assertEquals(Application.whichApplications(system).map(({ name }) => name), ["sized", "plain"]);
  }, 1);
});

Deno.test("Definition of any arguments takes every definition, and none can be started by it without them", () => {
  const any: Definition<ServerRef<never, never>, never>[] = [];
  const take = <Ref>(definition: Definition<Ref, never>): string => definition.name;
  assertEquals([take(Plain), take(Needs), take(Machine), take(Tree)], ["Plain", "Needs", "Lamp", "Supervisor"]);
  // @ts-expect-error: nobody knows its arguments
  assertEquals(any.map((one) => one.child()), []);
});
