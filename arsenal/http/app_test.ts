import { assertEquals, assertThrows } from "@std/assert";
import { System } from "@superlearner/otp";
import { Hono } from "hono";
import { z } from "zod";
import { fixture } from "../fixture_suite.ts";
import { defineOperation } from "../operations/define_operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import type { ExecutionRecord } from "../operations/registry.ts";
import { arsenal } from "./app.ts";

const restart = defineOperation({
  name: "restartWorker",
  method: "POST",
  path: "/workers/{id}/restart",
  summary: "Restart a worker",
  query: z.object({ limit: z.int().min(1).max(100).optional(), include: z.boolean().default(true) }),
  body: z.object({ id: z.string().optional(), times: z.int().default(3), why: z.string().default("test") }),
  response: z.unknown(),
  permission: "workers:write",
  errors: { 404: "No such worker" },
  handler: ({ params, query, body }) => {
    if (params.id === "missing") throw new OperationError("worker_missing", { status: 404, detail: "No such worker" });
    if (params.id === "thrown") throw { secret: "inside" };
    return { ...query, ...body, id: params.id, id_of_body: body.id };
  },
});
const top = defineOperation({
  name: "restartTop",
  method: "POST",
  path: "/workers/top/restart",
  summary: "Restart the top",
  response: z.string(),
  permission: "workers:write",
  handler: () => "top",
});

Deno.test("case 3: arsenal() leaves all other paths to the application around it", async () => {
  await using system = new System();
  const host = new Hono();
  host.route("/", arsenal({ system }));
  host.get("/", (c) => c.text("home"));
  host.get("/api/v1/mine", (c) => c.text("mine"));
  host.notFound((c) => c.text("not here", 404));
  const text = async (path: string) => await (await host.request(path)).text();
  assertEquals([await text("/"), await text("/api/v1/mine"), await text("/api/v1/nowhere")], [
    "home",
    "mine",
    "not here",
  ]);
  assertEquals(await (await host.request("/api/v1/processes")).json(), []);
});

Deno.test("arsenal() is mounted anywhere", async () => {
  await using system = new System();
  const host = new Hono();
  host.route("/ops", arsenal({ system, basePath: "/v2", operations: [restart] }));
  const response = await host.request("/ops/v2/workers/a%2Fb/restart", { method: "POST" });
  assertEquals((await response.json()).data.id, "a/b");
  assertEquals((await host.request("/ops/v2/workers/a/restart")).headers.get("allow"), "POST, OPTIONS");
  assertThrows(() => arsenal({ system, basePath: "/a/:b" }), TypeError, "basePath is made of plain segments");
});

Deno.test("case 3: arsenal() answers a wrong method with what there is, and an unknown path with where to look", async () => {
  await using all = await fixture();
  const wrong = await all.ask("PUT /processes");
  assertEquals([wrong.status, wrong.body.code, wrong.headers.get("allow")], [
    405,
    "method_not_allowed",
    "GET, HEAD, OPTIONS",
  ]);
  const killed = await all.ask("POST /processes/0.1.0");
  assertEquals(killed.headers.get("allow"), "DELETE, OPTIONS");
  const nowhere = await all.ask("GET /nowhere");
  assertEquals([nowhere.status, nowhere.body.code], [404, "path_not_found"]);
  assertEquals((await all.ask("OPTIONS /processes")).status, 204);
});

Deno.test("case 17: arsenal() takes the text before the parameter", async () => {
  await using all = await fixture({ operations: [restart, top] });
  assertEquals((await all.ask("POST /workers/top/restart")).body.data, "top");
  assertEquals((await all.ask("POST /workers/other/restart")).body.data.id, "other");
});

Deno.test("case 4: arsenal() lets no body change the process in the path", async () => {
  await using all = await fixture({ operations: [restart] });
  const { data } = (await all.ask("POST /workers/1/restart", { id: "2" })).body;
  assertEquals([data.id_of_body, data.id], ["2", "1"]);
  assertEquals((await all.ask(`POST /processes/0.1.0/suspend`, { pid: "<0.2.0>" })).body.errors, [
    { in: "body", path: "pid", message: "is unknown here; there is for_ms, force" },
  ]);
});

Deno.test("case 5: arsenal() refuses each wrong query by name", async () => {
  await using all = await fixture({ operations: [restart] });
  for (const wrong of ["limit=0", "limit=-1", "limit=1e3", "limit=10abc", "limit=", "limit=1&limit=2", "limits=1"]) {
    const { status, body } = await all.ask(`POST /workers/1/restart?${wrong}`);
    assertEquals([status, body.code, body.errors[0].in, body.errors[0].path], [
      400,
      "validation_failed",
      "query",
      wrong.split("=")[0],
    ]);
  }
  assertEquals((await all.ask("POST /workers/1/restart?include=false")).body.data.include, false);
  assertEquals(
    (await all.ask("POST /workers/1/restart?include=0")).body.errors[0].message,
    "is not valid: expected boolean, received string",
  );
});

Deno.test("case 6: arsenal() applies defaults alike, whatever way the body is absent", async () => {
  await using all = await fixture({ operations: [restart] });
  const defaults = { times: 3, why: "test" };
  const send = async (init: RequestInit) => {
    const response = await all.app.request("/api/v1/workers/1/restart", { method: "POST", ...init });
    return [response.status, await response.json()] as const;
  };
  for (
    const init of [
      {},
      { body: "", headers: { "content-type": "application/x-www-form-urlencoded" } },
      { body: "{}", headers: { "content-type": "application/json" } },
      { body: "\ufeff{}", headers: { "content-type": "application/json; charset=utf-8" } },
      { body: "{}", headers: { "content-type": "application/merge-patch+json" } },
    ]
  ) {
    const [status, { data }] = await send(init);
    assertEquals([status, data.times, data.why], [200, defaults.times, defaults.why]);
  }
  assertEquals((await send({ body: "{", headers: { "content-type": "application/json" } }))[1].code, "malformed_json");
  assertEquals((await send({ body: "a=1", headers: { "content-type": "application/x-www-form-urlencoded" } }))[0], 415);
});

Deno.test("case 7: arsenal() has one form for every refusal", async () => {
  await using all = await fixture({ operations: [restart], maxBodyBytes: 100, onError() {} });
  const answers = [
    await all.ask("POST /workers/1/restart?nope=1"),
    await all.ask("POST /workers/1/restart", "{"),
    await all.ask("POST /workers/1/restart", "{}", { "content-type": "text/plain" }),
    await all.ask("POST /workers/1/restart", { why: "x".repeat(200) }),
    await all.ask("POST /workers/missing/restart"),
    await all.ask("POST /workers/thrown/restart"),
    await all.ask("GET /workers/1/restart"),
    await all.ask("GET /nowhere"),
    await all.ask("GET /processes", undefined, { host: "evil.example" }),
  ];
  assertEquals(answers.map(({ status }) => status), [400, 400, 415, 413, 404, 500, 405, 404, 403]);
  for (const { body } of answers) {
    const members = [
      "type",
      "title",
      "status",
      "detail",
      "instance",
      "code",
      "success",
      "timestamp",
      "operation",
      "errors",
    ];
    assertEquals(Object.keys(body).slice(0, 10), members);
    assertEquals(body.success, false);
  }
  assertEquals(JSON.stringify(answers[5]!.body).includes("inside"), false);
});

Deno.test("case 27: arsenal() tells somebody without permission nothing of what would be valid", async () => {
  const auth = (request: Request) =>
    request.headers.has("x-user") ? { id: "ada", permissions: ["workers:read"] } : undefined;
  await using all = await fixture({ operations: [restart], auth });
  const forbidden = await all.ask("POST /workers/1/restart?nope=1", "{", { "x-user": "ada" });
  assertEquals([forbidden.status, forbidden.body.errors, forbidden.body.permission], [403, [], "workers:write"]);
  const known = await all.ask("POST /workers/1/restart?nope=1", "{");
  const unknown = await all.ask("GET /nowhere");
  const method = await all.ask("PUT /processes");
  assertEquals([known.status, unknown.status, method.status], [401, 401, 401]);
  assertEquals(known.headers.get("www-authenticate"), 'Bearer realm="arsenal"');
  assertEquals((await all.ask("GET /system/live")).status, 200);
});

Deno.test("case 25: arsenal() tells of refusals before the execution as well", async () => {
  const records: ExecutionRecord[] = [];
  const auth = (request: Request) => request.headers.has("x-user") ? { id: "ada", permissions: ["*"] } : undefined;
  await using all = await fixture({ operations: [restart], auth, onExecuted: (record) => records.push(record) });
  await all.ask("POST /workers/1/restart");
  await all.ask("POST /workers/1/restart", "{", { "x-user": "ada" });
  await all.ask("POST /workers/1/restart", {}, { "x-user": "ada" });
  assertEquals(records.map(({ principal, status, code }) => [principal, status, code]), [
    ["anonymous", 401, "unauthorized"],
    ["ada", 400, "malformed_json"],
    ["ada", 200, undefined],
  ]);
});

Deno.test("arsenal() answers HEAD like GET, without a body and without a stream", async () => {
  await using all = await fixture();
  const list = await all.app.request("/api/v1/processes", { method: "HEAD" });
  assertEquals([list.status, await list.text(), list.headers.get("x-total-count")], [200, "", "5"]);
  const events = await all.app.request("/api/v1/events", { method: "HEAD" });
  assertEquals([events.headers.get("content-type"), all.system.events.active], [
    "text/event-stream; charset=utf-8",
    false,
  ]);
});

Deno.test("arsenal() has the one form where its auth fails, and says nothing of why", async () => {
  const { error } = console;
  const printed: unknown[] = [];
  console.error = (...words: unknown[]) => void printed.push(...words);
  try {
    const auth = (): never => {
      throw new Error("key store at 10.0.0.7 is down");
    };
    await using all = await fixture({ auth, onError: (error) => printed.push(error) });
    const response = await all.app.request("/api/v1/processes", { method: "PUT" });
    assertEquals([response.status, (await response.json()).code], [500, "internal"]);
    const known = await all.app.request("/api/v1/processes");
    assertEquals([known.status, (await known.text()).includes("10.0.0.7")], [500, false]);
    assertEquals([known.headers.get("x-content-type-options"), printed.length], ["nosniff", 3]);
  } finally {
    console.error = error;
  }
});
