import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { GenStateMachine } from "../behaviours/gen_state_machine.ts";
import type { MachineTypes } from "../behaviours/state_machine_types.ts";
import { ArgumentError, CallError, NoProcessError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { runtimeOf } from "../processes/host.ts";
import { silentLogger } from "../processes/reporter.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { System } from "../system.ts";
import { everyOrder } from "../testdata/world.ts";
import { failHandler } from "./fail_handler.ts";

const ended: ExitReason[] = [];
const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { count: (count) => [count, count] },
  casts: { add: (count, by: number) => count + by },
  terminate: (_count, reason) => void ended.push(reason),
});

Deno.test("failHandler(): the message is not handled, and the server ends as of its own error", async () => {
  await everyOrder(async ({ system, settle }) => {
    ended.length = 0;
    const counter = await system.start(Counter);
    const failing = failHandler(system, counter.pid!, { error: new RangeError("no"), onMessage: 3, kind: "add" });
    for (const by of [1, 2, 3, 4]) counter.cast("add", by);
    assertEquals(failing.struck, false);
    await assertRejects(() => counter.call("count"), CallError, "no");
    await settle();
    assertEquals([failing.struck, counter.alive, ended.length], [true, false, 1]);
    assertEquals((ended[0] as { error: { name: string } }).error.name, "RangeError");
    failing[Symbol.dispose]();
  }, 5);
});

interface Gate extends MachineTypes {
  state: "shut";
  data: number;
  casts: { knock(): void };
}

Deno.test("failHandler(): of a machine as well", async () => {
  const { keepState, ok } = GenStateMachine;
  const Machine = GenStateMachine.define<Gate>({
    name: "Gate",
    init: () => ok("shut", 0),
    states: { shut: (_event, knocks) => keepState(knocks + 1) },
  });
  await using system = new System({ logger: silentLogger });
  const gate = await system.start(Machine);
  failHandler(system, gate.pid!, { error: new Error("stuck"), onMessage: 2 });
  gate.cast("knock");
  const death = new Promise((resolve) => {
    system.events.subscribe((event) => void (event.type === "process.exited" && resolve(event.reason)));
  });
  gate.cast("knock");
  assertEquals((await death as { error: { message: string } }).error.message, "stuck");
});

Deno.test("failHandler(): disposed of, nothing fails and nothing is left", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { name: "counter" });
  {
    using failing = failHandler(system, "counter", { onMessage: 2 });
    assertEquals([await counter.call("count"), failing.struck], [0, false]);
  }
  assertEquals([await counter.call("count"), runtimeOf(system).find("counter")!.debug], [0, null]);
});

Deno.test("failHandler() refuses what it cannot do", async () => {
  await using system = new System();
  const counter = await system.start(Counter, { name: "counter" });
  const tree = await system.start(Supervisor.define({ children: [] }), { name: "tree" });
  assertThrows(() => failHandler(system, tree.pid!), ArgumentError, 'it is a server, got "Supervisor"');
  const plain = system.spawn(() => new Promise(() => {}));
  assertThrows(() => failHandler(system, plain), ArgumentError, "it is a server");
  assertThrows(() => failHandler(system, "nobody"), NoProcessError);
  for (const onMessage of [0, 1.5, NaN]) {
    assertThrows(() => failHandler(system, "counter", { onMessage }), ArgumentError, "a whole number from 1 up");
  }
  using _first = failHandler(system, counter.pid!);
  assertThrows(() => failHandler(system, "counter"), ArgumentError, "one at a time is to fail");
});
