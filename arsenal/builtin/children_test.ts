import { assertEquals } from "@std/assert";
import {
  DynamicSupervisor,
  GenServer,
  PartitionSupervisor,
  processInfo,
  Supervisor,
  TaskSupervisor,
} from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";

const path = "/supervisors/top/children";

Deno.test("case 14: restartChild answers the new process of the same child", async () => {
  await using all = await fixture();
  const { data } = (await all.ask(`POST ${path}/counter/restart`)).body;
  assertEquals(data, { supervisor: "top", child: "counter", old_pid: "<0.2.0>", pid: "<0.6.0>" });
  assertEquals([all.system.isAlive("<0.2.0>"), all.pid("counter")], [false, "<0.6.0>"]);
  assertEquals((await all.ask("GET /supervisors/top")).body.data.recent_restarts, 0);
});

Deno.test("restartChild starts one again that was terminated", async () => {
  await using all = await fixture();
  assertEquals((await all.ask(`POST ${path}/counter/terminate`)).body.data.old_pid, "<0.2.0>");
  const { data } = (await all.ask("GET /supervisors/top")).body;
  assertEquals([data.children[0].status, data.health, data.findings[0].subject], [
    "stopped",
    "degraded",
    "top/counter",
  ]);
  assertEquals((await all.ask(`POST ${path}/counter/restart`)).body.data, {
    supervisor: "top",
    child: "counter",
    old_pid: null,
    pid: "<0.6.0>",
  });
});

Deno.test("restartChild restarts a whole supervisor, found by its pid", async () => {
  await using all = await fixture();
  const { data } = (await all.ask(`POST /supervisors/0.1.0/children/%3C0.4.0%3E/restart`)).body;
  assertEquals([data.child, data.pid, all.pid("inner")], ["inner", "<0.6.0>", "<0.6.0>"]);
});

Deno.test("restartChild does not take a temporary child away", async () => {
  await using all = await fixture();
  const { status, body } = await all.ask(`POST ${path}/helper/restart`);
  assertEquals([status, body.code, all.system.isAlive("<0.3.0>")], [409, "child_temporary", true]);
});

Deno.test("deleteChild wants the child to be down", async () => {
  await using all = await fixture();
  const running = await all.ask(`DELETE ${path}/counter`);
  assertEquals([running.status, running.body.code, running.body.detail], [
    409,
    "child_running",
    "The child counter is running: terminate it first",
  ]);
  await all.ask(`POST ${path}/counter/terminate`);
  assertEquals((await all.ask(`DELETE ${path}/counter`)).body.data.deleted, true);
  assertEquals((await all.ask(`DELETE ${path}/counter`)).body.detail, "top has no such child; it has helper, inner");
});

Deno.test("children of nobody, and nobody's children, are 404 of two kinds", async () => {
  await using all = await fixture();
  assertEquals((await all.ask("POST /supervisors/nobody/children/a/restart")).body.code, "supervisor_not_found");
  assertEquals((await all.ask(`POST ${path}/nobody/restart`)).body.reason, "no_such_child");
});

Deno.test("children of a DynamicSupervisor are terminated for good, and not restarted", async () => {
  await using all = await fixture();
  const rooms = await all.system.start(DynamicSupervisor.define({ name: "Rooms" }), { name: "rooms" });
  const room = await rooms.startChild(GenServer.define({ name: "Room", init: () => 0 }).child());
  const child = `/supervisors/rooms/children/${encodeURIComponent(room.pid!)}`;
  assertEquals((await all.ask(`POST ${child}/restart`)).body.code, "dynamic_child");
  assertEquals((await all.ask(`DELETE ${child}`)).body.code, "dynamic_child");
  assertEquals((await all.ask(`POST ${child}/terminate`)).status, 200);
  assertEquals([room.alive, (await rooms.countChildren()).specs], [false, 0]);
});

Deno.test("restartChild tells why a child did not start", async () => {
  await using all = await fixture();
  let starts = 0;
  const Moody = GenServer.define({
    name: "Moody",
    init: () => {
      if (++starts > 1) throw new Error("not today, token=abc123");
      return 0;
    },
  });
  await all.system.start(Supervisor.define({ name: "Moods", children: [Moody.child({ id: "moody" })] }), {
    name: "moods",
  });
  const { status, body } = await all.ask("POST /supervisors/moods/children/moody/restart");
  assertEquals([status, body.code, body.exit_reason.error.message], [
    500,
    "child_not_started",
    "not today, token=[redacted]",
  ]);
});

Deno.test("case 14: restartChild tells that the supervisor died meanwhile", async () => {
  await using all = await fixture();
  const Slow = GenServer.define({ name: "Slow", init: () => new Promise<number>(() => {}) });
  const Quick = GenServer.define({ name: "Quick", init: () => 0 });
  const kinds = [Quick, Slow];
  const start = (self: Parameters<typeof Quick.start>[0]) => kinds.shift()!.start(self).then(({ pid }) => pid!);
  await all.system.start(Supervisor.define({ name: "Odd", children: [{ id: "odd", start }] }), { name: "odd" });
  const asked = all.ask("POST /supervisors/odd/children/odd/restart");
  await all.until(() => processInfo(all.system, all.pid("odd") as "<0.1.0>")?.status === "busy");
  all.system.exit(all.pid("odd") as "<0.1.0>", "kill");
  const { status, body } = await asked;
  assertEquals([status, body.code, body.exit_reason], [409, "supervisor_exited", "killed"]);
});

Deno.test("restartChild restarts one partition, and refuses a child of a TaskSupervisor", async () => {
  await using all = await fixture();
  const Part = GenServer.define({ name: "Part", init: () => 0 });
  const Parts = PartitionSupervisor.define({ name: "Parts", child: Part.child(), partitions: 2 });
  const parts = await all.system.start(Parts, { name: "parts" });
  const tasks = await all.system.start(TaskSupervisor.define({ name: "Tasks" }), { name: "tasks" });
  const before = (await parts.whichChildren()).map(({ pid }) => pid);
  const task = await tasks.startChild((self) => self.receive());
  const { status, body } = await all.ask("POST /supervisors/parts/children/1/restart");
  assertEquals([status, body.data.old_pid, body.data.pid === before[1]], [200, before[1], false]);
  assertEquals((await parts.whichChildren())[0]?.pid, before[0]);
  const rows = (await all.ask("GET /supervisors")).body.data as Record<string, unknown>[];
  assertEquals(
    rows.filter(({ name }) => name === "parts" || name === "tasks").map(({ name, dynamic, health }) => [
      name,
      dynamic,
      health,
    ]),
    [["parts", false, "healthy"], ["tasks", true, "healthy"]],
  );
  assertEquals((await all.ask(`POST /supervisors/tasks/children/${task.slice(1, -1)}/restart`)).status, 409);
  assertEquals(all.system.isAlive(task), true);
});
