import { assert, assertEquals, assertThrows } from "@std/assert";
import { DynamicSupervisor, GenServer } from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";
import { OperationError } from "../operations/operation_error.ts";
import { makeServices } from "./services.ts";
import { findSupervisor } from "./supervisors.ts";

const text = async (all: Awaited<ReturnType<typeof fixture>>, query = "") =>
  await (await all.app.request(`/api/v1/supervisors${query}`)).text();

Deno.test("listSupervisors gives equal bytes for equal trees, one field a line, and no time", async () => {
  await using one = await fixture();
  await using other = await fixture();
  await other.simulation.advance(5000);
  assertEquals(await text(one), await text(other));
  assert(
    (await text(one)).includes('\n      "name": "inner",\n      "pid": "<0.4.0>",\n      "strategy": "one_for_all",\n'),
  );
  assertEquals(Object.keys(JSON.parse(await text(one))), ["data", "success"]);
});

Deno.test("listSupervisors without what is volatile shows no restart, and still shows a changed tree", async () => {
  await using one = await fixture();
  await using other = await fixture();
  other.system.exit("<0.2.0>", "kill");
  await other.simulation.settle();
  assertEquals(await text(one) === await text(other), false);
  assertEquals(await text(one, "?volatile=false"), await text(other, "?volatile=false"));
  await other.tree.terminateChild("counter");
  assertEquals(await text(one, "?volatile=false") === await text(other, "?volatile=false"), false);
});

Deno.test("listSupervisors tells health in every element", async () => {
  await using all = await fixture();
  const health = async () =>
    (await all.ask("GET /supervisors")).body.data.map((
      { name, health }: { name: string; health: string },
    ) => [name, health]);
  assertEquals(await health(), [["inner", "healthy"], ["top", "healthy"]]);
  for (let restart = 0; restart < 3; restart++) {
    all.system.exit(all.pid("counter") as "<0.2.0>", "kill");
    await all.simulation.settle();
  }
  assertEquals(await health(), [["inner", "healthy"], ["top", "critical"]]);
  const [, top] = (await all.ask("GET /supervisors")).body.data;
  assertEquals(top.findings, [{
    severity: "critical",
    code: "restart_intensity",
    subject: "top",
    message: "3 of 3 restarts within 5 s: one more, and it gives up",
  }]);
  await all.simulation.advance(6000);
  assertEquals(await health(), [["inner", "healthy"], ["top", "healthy"]]);
});

Deno.test("getSupervisor finds one by name and by pid, with its children", async () => {
  await using all = await fixture();
  const { data } = (await all.ask("GET /supervisors/top")).body;
  assertEquals(data.children.map(({ id, restart, status }: Record<string, string>) => [id, restart, status]), [
    ["counter", "permanent", "waiting"],
    ["helper", "temporary", "waiting"],
    ["inner", "permanent", "waiting"],
  ]);
  assertEquals([data.children_count, data.active, data.supervisors, data.workers], [3, 3, 1, 2]);
  for (const id of ["%3C0.1.0%3E", "<0.1.0>", "0.1.0"]) {
    assertEquals((await all.ask(`GET /supervisors/${id}`)).body.data.name, "top");
  }
});

Deno.test("getSupervisorTree is nested as deep as it is asked", async () => {
  await using all = await fixture();
  const { data } = (await all.ask("GET /supervisors/top/tree")).body;
  assertEquals(data.children[2].children[0].place, "top/inner/deep");
  assertEquals([data.health, data.children[0].health], ["healthy", null]);
  assertEquals((await all.ask("GET /supervisors/top/tree?depth=1")).body.data.children[2].children, []);
});

Deno.test("supervisors that do not exist are 404, with the names there are", async () => {
  await using all = await fixture();
  const { status, body } = await all.ask("GET /supervisors/nobody/tree");
  assertEquals([status, body.code, body.reason], [404, "supervisor_not_found", "no_such_supervisor"]);
  assertEquals(body.detail, "No supervisor has this name or pid; there are inner, top");
  assertEquals((await all.ask("GET /supervisors/0.2.0")).status, 404);
});

Deno.test("case 21: listSupervisors of a System without any is an empty list", async () => {
  await using all = await fixture();
  await all.tree.stop();
  assertEquals((await all.ask("GET /supervisors")).body.data, []);
  const services = makeServices({ system: all.system, clock: all.simulation.clock, basePath: "" });
  assertThrows(() => findSupervisor(services, "top"), OperationError, "There are no supervisors");
});

Deno.test("listSupervisors shows a DynamicSupervisor with the children it has now", async () => {
  await using all = await fixture();
  const rooms = await all.system.start(DynamicSupervisor.define({ name: "Rooms" }), { name: "rooms" });
  await rooms.startChild(GenServer.define({ name: "Room", init: () => 0 }).child());
  const { data } = (await all.ask("GET /supervisors/rooms")).body;
  assertEquals([data.dynamic, data.children_count, data.strategy], [true, 1, "one_for_one"]);
});
