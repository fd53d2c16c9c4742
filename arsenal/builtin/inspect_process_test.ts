import { assertEquals } from "@std/assert";
import { fixture } from "../fixture_suite.ts";

Deno.test("getProcessInfo tells everything but the state", async () => {
  await using all = await fixture();
  const { body } = await all.ask(`GET /processes/${encodeURIComponent(all.pid("counter"))}/info`);
  const { data } = body;
  assertEquals([data.pid, data.registered_name, data.ancestors, data.current_message], [
    "<0.2.0>",
    "counter",
    ["top"],
    null,
  ]);
  assertEquals([data.calls, data.casts], [["value", "add", "never", "crash"], ["increment"]]);
  assertEquals([body.success, typeof body.timestamp, JSON.stringify(body).includes("hunter2")], [
    true,
    "string",
    false,
  ]);
});

Deno.test("case 3: getProcessInfo refuses a malformed pid and distinguishes the others", async () => {
  await using all = await fixture();
  const dead = all.system.spawn(() => {});
  all.system.attach();
  await all.simulation.settle();
  const code = async (pid: string) => {
    const { status, body } = await all.ask(`GET /processes/${encodeURIComponent(pid)}/info`);
    return [status, body.code, body.reason ?? null];
  };
  assertEquals(await code("nonsense"), [400, "validation_failed", null]);
  assertEquals(await code(dead), [404, "process_dead", "dead"]);
  assertEquals(await code("0.99.0"), [404, "process_not_found", "never_existed"]);
});

Deno.test("getProcessInfo tells why a process crashed that is kept", async () => {
  await using all = await fixture();
  const { status, body } = await all.ask("POST /processes/0.2.0/message", {
    type: "call",
    kind: "crash",
    message: "x",
  });
  assertEquals([status, body.code], [409, "process_exited"]);
  const after = (await all.ask("GET /processes/0.2.0/info")).body;
  assertEquals([after.code, after.exit_reason], ["process_dead", { error: { name: "Error", message: "crashed: x" } }]);
});

Deno.test("getProcessLinks tells who it is tied to", async () => {
  await using all = await fixture();
  const watcher = all.system.attach();
  watcher.monitor(all.pid("counter") as "<0.1.0>");
  const { data } = (await all.ask("GET /processes/0.2.0/links")).body;
  assertEquals([data.links, data.monitored_by, data.parent], [["<0.1.0>"], [watcher.pid], "<0.1.0>"]);
});

Deno.test("case 11: getProcessState shows the state without secrets, and needs its own permission", async () => {
  await using all = await fixture();
  const { data } = (await all.ask("GET /processes/0.2.0/state")).body;
  assertEquals([data.module, data.state], ["Counter", { count: 10, password: "[redacted]" }]);
  const auth = () => ({ id: "viewer", permissions: ["processes:read"] });
  await using viewed = await fixture({ auth });
  assertEquals((await viewed.ask("GET /processes/0.2.0/state")).body.permission, "state:read");
});

Deno.test("getProcessState shows a supervisor by its settings, and refuses a function", async () => {
  await using all = await fixture();
  assertEquals((await all.ask("GET /processes/0.1.0/state")).body.data.state.strategy, "one_for_one");
  const spawned = all.system.spawn((self) => self.receive());
  const { status, body } = await all.ask(`GET /processes/${encodeURIComponent(spawned)}/state`);
  assertEquals([status, body.code], [422, "no_state"]);
});

Deno.test("getProcessState is bounded as it is asked", async () => {
  await using all = await fixture();
  const { data } = (await all.ask("GET /processes/0.1.0/state?items=1&depth=2")).body;
  assertEquals(typeof data.state.$omitted, "number");
  assertEquals((await all.ask("GET /processes/0.1.0/state?depth=21")).status, 400);
});

Deno.test("getProcessMailbox shows the first messages, without secrets", async () => {
  await using all = await fixture();
  await all.ask("POST /processes/0.2.0/suspend");
  await all.ask("POST /processes/0.2.0/message", { type: "cast", kind: "increment" });
  await all.ask("POST /processes/0.2.0/message", { message: { api_key: "k", n: 1 } });
  const { data } = (await all.ask("GET /processes/0.2.0/mailbox?limit=5")).body;
  assertEquals(data, {
    pid: "<0.2.0>",
    total: 2,
    messages: [
      { form: "cast", kind: "increment", message: { $undefined: true } },
      { form: "info", kind: null, message: { api_key: "[redacted]", n: 1 } },
    ],
  });
});
