import { assertEquals } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";

const Vault = GenServer.define({
  name: "Vault",
  init: () => ({ pin: "4711" }),
  calls: { pin: (state) => [state.pin, state] },
  formatStatus: (parts) => ({ ...parts, state: "(a pin)", ...("reply" in parts ? { reply: "(a pin)" } : {}) }),
});

Deno.test("debugOperations() count what a process does, while that is switched on", async () => {
  await using all = await fixture();
  const path = "/processes/0.2.0/statistics";
  const off = await all.ask(`GET ${path}`);
  assertEquals([off.status, off.body.code], [409, "not_switched_on"]);
  for (let again = 0; again < 2; again++) {
    assertEquals((await all.ask(`POST ${path}`)).body.data, { pid: "<0.2.0>", on: true });
    await all.ask("POST /processes/0.2.0/message", { type: "call", kind: "value" });
  }
  const { data } = (await all.ask(`GET ${path}`)).body;
  assertEquals([data.messages_in, data.messages_out, data.started_at, data.now], [2, 2, 0, 0]);
  assertEquals((await all.ask(`DELETE ${path}`)).body.data.on, false);
  assertEquals((await all.ask(`GET ${path}`)).status, 409);
});

Deno.test("debugOperations() show the log of a process as formatStatus has it, as long as was asked", async () => {
  await using all = await fixture();
  const { pid } = await all.system.start(Vault, { name: "vault" });
  const path = `/processes/${pid!.slice(1, -1)}/log`;
  assertEquals((await all.ask(`GET ${path}`)).body.code, "not_switched_on");
  assertEquals((await all.ask(`POST ${path}`)).body.data, { pid, on: true });
  assertEquals(await all.system.whereis(Vault, "vault").call("pin"), "4711");
  await all.simulation.settle();
  const { data } = (await all.ask(`GET ${path}`)).body;
  assertEquals([data.limit, data.entries.length, JSON.stringify(data).includes("4711")], [10, 3, false]);
  assertEquals(data.entries[1], { time: 0, event: { type: "reply", kind: "pin", reply: "(a pin)" } });
  await all.ask(`POST ${path}`, { limit: 1 });
  assertEquals((await all.ask(`GET ${path}`)).body.data.entries.map(({ event }: { event: unknown }) => event), [
    { type: "state", state: "(a pin)" },
  ]);
  assertEquals((await all.ask(`DELETE ${path}`)).body.data, { pid, on: false });
  assertEquals((await all.ask(`GET ${path}`)).status, 409);
});

Deno.test("debugOperations() need their permissions, a living process, and a limit that is one", async () => {
  await using viewed = await fixture({ auth: () => ({ id: "viewer", permissions: ["processes:read"] }) });
  assertEquals((await viewed.ask("GET /processes/0.2.0/log")).body.permission, "state:read");
  assertEquals((await viewed.ask("POST /processes/0.2.0/log")).body.permission, "trace:write");
  assertEquals((await viewed.ask("POST /processes/0.2.0/statistics")).body.permission, "trace:write");
  await using all = await fixture();
  assertEquals((await all.ask("POST /processes/0.2.0/log", { limit: 0 })).status, 400);
  for (const request of ["GET", "POST", "DELETE"].flatMap((method) => [`${method} log`, `${method} statistics`])) {
    const [method, what] = request.split(" ");
    assertEquals((await all.ask(`${method} /processes/0.99.0/${what}`)).body.reason, "never_existed");
  }
});
