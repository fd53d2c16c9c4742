import { assertStrictEquals } from "@std/assert";
import {
  Agent,
  DynamicSupervisor,
  GenServer,
  GenStateMachine,
  PartitionSupervisor,
  ProcessGroups,
  type ProcessRef,
  Registry,
  Supervisor,
  System,
  TaskSupervisor,
} from "../mod.ts";

Deno.test("ProcessRef: every ref knows the System it belongs to", async () => {
  await using system = new System();
  const server = GenServer.define({ name: "Server", init: () => 0 });
  const refs: ProcessRef[] = [
    await system.start(server),
    await system.start(
      GenStateMachine.define({
        name: "Machine",
        init: () => GenStateMachine.ok("a", 0),
        states: { a: () => GenStateMachine.keepStateAndData() },
      }),
    ),
    await system.start(Agent.define({ init: () => 0 })),
    await system.start(Supervisor.define({ children: [] })),
    await system.start(DynamicSupervisor.define()),
    await system.start(TaskSupervisor.define()),
    await system.start(PartitionSupervisor.define({ child: server.child(), partitions: 2 }), { name: "partitions" }),
    await system.start(Registry.define({ keys: "unique" })),
    await system.start(ProcessGroups.define()),
  ];
  for (const ref of refs) {
    assertStrictEquals(ref.system, system);
    assertStrictEquals(ref.alive, true);
  }
});
