import { assertEquals } from "@std/assert";
import { GenServer, processInfo, sys } from "@superlearner/otp";
import { type Fixture, fixture } from "../fixture_suite.ts";

const busy = ({ system }: Fixture) => processInfo(system, "<0.2.0>")?.status === "busy";

Deno.test("sendMessage sends, casts and calls", async () => {
  await using all = await fixture();
  const send = async (body: unknown) => (await all.ask("POST /processes/0.2.0/message", body)).body.data;
  assertEquals(await send({ message: { hello: 1 } }), { pid: "<0.2.0>", type: "send", kind: null, sent: true });
  assertEquals(await send({ type: "cast", kind: "increment" }), {
    pid: "<0.2.0>",
    type: "cast",
    kind: "increment",
    sent: true,
  });
  assertEquals((await send({ type: "call", kind: "add", message: 5 })).reply, 16);
});

Deno.test("sendMessage refuses a kind that would crash the server", async () => {
  await using all = await fixture();
  const refused = async (body: unknown, pid = "0.2.0") => {
    const answer = await all.ask(`POST /processes/${pid}/message`, body);
    return [answer.status, answer.body.code, answer.body.detail];
  };
  assertEquals(await refused({ type: "call", kind: "nope" }), [
    422,
    "unknown_kind",
    "<0.2.0> does not know that kind of call: it knows value, add, never, crash",
  ]);
  assertEquals((await refused({ type: "cast", kind: "constructor" }))[0], 422);
  assertEquals((await refused({ type: "cast" }))[1], "unknown_kind");
  assertEquals((await refused({ type: "send", kind: "value" }))[1], "kind_without_server");
  assertEquals((await refused({ type: "call", kind: "whichChildren" }, "0.1.0"))[1], "not_a_server");
  assertEquals((await refused({ type: "casts", kind: "increment" }))[0], 400);
  assertEquals((await refused({}))[2], "The request is not valid: body message is missing");
  assertEquals(all.system.isAlive("<0.2.0>"), true);
});

Deno.test("case 15: sendMessage gives up on a call in time", async () => {
  await using all = await fixture();
  const asked = all.ask("POST /processes/0.2.0/message", { type: "call", kind: "never", timeout_ms: 200 });
  await all.until(() => busy(all));
  await all.simulation.advance(200);
  const { status, body } = await asked;
  assertEquals([status, body.code, body.detail], [
    504,
    "call_timeout",
    "<0.2.0> did not reply to never within 200 ms; it may still handle it",
  ]);
});

Deno.test("sendMessage says that a mailbox is full, whatever the form", async () => {
  await using all = await fixture();
  const Full = GenServer.define({
    name: "Full",
    maxMailbox: 1,
    init: () => 0,
    calls: { get: (state) => [state, state] },
    casts: { add: (state) => state + 1 },
  });
  const { pid } = await all.system.start(Full);
  sys.suspend(all.system, pid!);
  all.system.send(pid!, "the only one");
  for (
    const body of [{ type: "send", message: 1 }, { type: "cast", kind: "add" }, { type: "call", kind: "get" }]
  ) {
    const answer = await all.ask(`POST /processes/${pid!.slice(1, -1)}/message`, body);
    assertEquals([answer.status, answer.body.code], [503, "overloaded"]);
    assertEquals(answer.body.detail, `The mailbox of ${pid} is full; try again later`);
  }
});

Deno.test("case 2: sendMessage tells the reason of a death during a call", async () => {
  await using all = await fixture();
  const asked = all.ask("POST /processes/0.2.0/message", { type: "call", kind: "never" });
  await all.until(() => busy(all));
  all.system.exit("<0.2.0>", "kill");
  const { status, body } = await asked;
  assertEquals([status, body.code, body.exit_reason], [409, "process_exited", "killed"]);
});
