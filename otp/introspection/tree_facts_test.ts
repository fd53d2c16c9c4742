import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { GenStateMachine } from "../behaviours/gen_state_machine.ts";
import type { MachineTypes } from "../behaviours/state_machine_types.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { eventsOf } from "../testdata/world.ts";
import { mailboxOf, processInfo } from "./process_info.ts";
import { supervisionTree, type TreeNode } from "./supervision_tree.ts";
import { sys } from "./sys.ts";

interface Lamp extends MachineTypes {
  args: [first: unknown, hides?: boolean];
  state: unknown;
  data: boolean;
  casts: { turn(to: string): void };
}

const Lamp = GenStateMachine.define<Lamp>({
  name: "Lamp",
  init: (first, hides = false) => GenStateMachine.ok(first, hides),
  handleEvent: (event, _state, data) =>
    event.type === "cast" ? GenStateMachine.nextState(event.payload, data) : undefined,
  formatStatus: (parts) => parts.state.data ? { ...parts, state: { ...parts.state, state: "hidden" } } : parts,
});

const Clerk = GenServer.define({
  name: "Clerk",
  init: () => "pin 17",
  casts: { work: (state, _pin: string) => state },
  formatStatus: (parts) => ({ ...parts, state: "(a pin)", ...("message" in parts ? { message: "(hidden)" } : {}) }),
});

const children = ([top]: readonly TreeNode[]) => Object.fromEntries(top!.children.map((node) => [node.id, node]));

Deno.test("supervisionTree() names the state of a machine as formatStatus shows it, where it is a name", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Top = Supervisor.define({
    children: [
      Lamp.child({ id: "plain", args: ["off"], name: "plain" }),
      Lamp.child({ id: "shy", args: ["off", true] }),
      Lamp.child({ id: "object", args: [{ on: 1 }] }),
      Lamp.child({ id: "long", args: ["x".repeat(61)] }),
      Lamp.child({ id: "secret", args: ["token=abc123def"] }),
      Clerk.child({ id: "clerk" }),
    ],
  });
  await system.start(Top);
  const states = () => Object.values(children(supervisionTree(system))).map(({ machineState }) => machineState);
  assertEquals(states(), ["off", "hidden", undefined, undefined, "token=[redacted]", undefined]);
  system.whereis(Lamp, "plain").cast("turn", "on");
  await simulation.settle();
  assertEquals(states()[0], "on");
});

Deno.test("supervisionTree() and processInfo() tell an overload while it lasts", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Top = Supervisor.define({
    children: [
      Clerk.child({ id: "small", name: "small", maxMailbox: 2, overload: "drop_newest" }),
      Clerk.child({ id: "free" }),
    ],
  });
  await system.start(Top);
  const pid = system.whereis("small")!;
  const seen = () => {
    const info = processInfo(system, pid)!;
    return [children(supervisionTree(system))["small"]?.mailbox, info.overloaded, info.dropped];
  };
  assertEquals(seen(), [{ max: 2, dropped: 0, overloaded: false }, false, 0]);
  assertEquals("mailbox" in children(supervisionTree(system))["free"]!, false);
  sys.suspend(system, pid);
  for (let at = 0; at < 5; at++) system.whereis(Clerk, "small").cast("work", "17");
  assertEquals(seen(), [{ max: 2, dropped: 3, overloaded: true }, true, 3]);
  sys.resume(system, pid);
  await simulation.advance(2000);
  assertEquals(seen(), [{ max: 2, dropped: 3, overloaded: false }, false, 3]);
});

Deno.test("mailboxOf() and a trace show messages as formatStatus has them, where they are for people", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { pid } = await system.start(Clerk);
  const told = eventsOf(system);
  const trace = sys.trace(system, pid!);
  sys.suspend(system, pid!);
  Clerk.at(system, pid!).cast("work", "17");
  assertEquals(mailboxOf(system, pid!).map(({ message }) => message), ["17"]);
  assertEquals(mailboxOf(system, pid!, { presentable: true }), [{ form: "cast", kind: "work", message: "(hidden)" }]);
  sys.resume(system, pid!);
  await simulation.settle();
  trace.stop();
  const messages = told.flatMap((event) => event.type.startsWith("message.") ? [event] : []);
  assertEquals(messages.map((event) => [event.type, "message" in event ? event.message : undefined]), [
    ["message.received", "(hidden)"],
    ["message.taken", "(hidden)"],
    ["message.handled", undefined],
  ]);
});
