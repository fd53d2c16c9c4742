/**
 * Operations of a System over HTTP: what runs, how well it is, and how to take hold of it. REST and OpenAPI come from one
 * declaration for each operation, and so do permission, validation and the form of every error.
 *
 * {@linkcode arsenal} makes a Hono application of the built-in operations and of yours ({@linkcode defineOperation}). It is
 * mounted into another application, or served by itself ({@linkcode serveArsenal}).
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { arsenal, defineOperation, OperationError } from "@superlearner/arsenal";
 * import { GenServer, Supervisor, System } from "@superlearner/otp";
 * import { Hono } from "hono";
 * import { z } from "zod";
 *
 * const Worker = GenServer.define({ name: "Worker", init: () => ({ jobs: 0 }) });
 *
 * await using system = new System();
 * const tree = await system.start(Supervisor.define({
 *   name: "Workers",
 *   children: [Worker.child({ id: "mail" }), Worker.child({ id: "print" })],
 * }), { name: "workers" });
 *
 * const restartWorker = defineOperation({
 *   name: "restartWorker",
 *   method: "POST",
 *   path: "/workers/{id}/restart",
 *   summary: "Restart a worker",
 *   response: z.object({ id: z.string(), pid: z.string() }),
 *   permission: "workers:write",
 *   errors: { 404: "No such worker" },
 *   handler: async ({ params }) => {
 *     const child = (await tree.whichChildren()).find(({ id }) => id === params.id);
 *     if (child === undefined) throw new OperationError("worker_missing", { status: 404, detail: "No such worker" });
 *     await tree.terminateChild(params.id);
 *     return { id: params.id, pid: (await tree.restartChild(params.id))! };
 *   },
 * });
 *
 * const app = new Hono();
 * app.get("/", (c) => c.text("the program itself"));
 * app.route("/", arsenal({ system, operations: [restartWorker] }));
 *
 * const restarted = await app.request("/api/v1/workers/mail/restart", { method: "POST" });
 * assertEquals((await restarted.json()).data, { id: "mail", pid: "<0.4.0>" });
 * const processes = await (await app.request("/api/v1/processes")).json();
 * assertEquals(processes.length, 3);
 * const { data } = await (await app.request("/api/v1/system/health")).json();
 * assertEquals(data.overall_status, "healthy");
 * // Deno.serve({ hostname: "127.0.0.1", port: 4000 }, app.fetch);
 * ```
 *
 * **Safe without settings.** With neither `token` nor `auth`, only requests from this machine are answered, and none that a
 * page of another site sends. Hand `app.fetch` to `Deno.serve` as it is: it needs the second argument, which tells where a
 * request comes from. Where the address is not told, the `Host` header alone decides, and that can be forged by whoever
 * reaches the port: listen on loopback then. {@linkcode checkBinding} refuses to listen elsewhere without a credential.
 *
 * **Limits.** Answers about a System are computed in it: listing a hundred thousand processes takes some tenths of a
 * second. The memory of a process is an estimate. What a trace or an event shows of a message is bounded and without the
 * usual secrets, but no program can know every secret: name yours in `redact`.
 *
 * @module
 */

export { ANONYMOUS, LOCAL, mayDo, type Principal } from "./operations/principal.ts";
export { type FieldError, OperationError, type OperationErrorOptions } from "./operations/operation_error.ts";
export type * from "./operations/host.ts";
export type * from "./operations/operation.ts";
export type { PathSegment, PathTemplate } from "./operations/path_template.ts";
export { defineOperation, defineStream } from "./operations/define_operation.ts";
export { RowsReply, type StreamEvent, TextReply } from "./operations/reply.ts";
export type { ExecuteContext, Executed, Input } from "./operations/execute.ts";
export { type Attempt, type ExecutionRecord, Registry, type RegistryOptions } from "./operations/registry.ts";
export type { Problem } from "./http/problem.ts";
export { type Binding, checkBinding } from "./http/binding.ts";
export type { GateOptions } from "./http/gate.ts";
export { guard, type GuardedContext, type Middleware, principalOf } from "./http/guard.ts";
export { type DocumentOptions, type OpenApiDocument, openApiDocument } from "./http/openapi.ts";
export type { ServiceOptions } from "./builtin/services.ts";
export { type Arsenal, arsenal, type ArsenalOptions, type HonoApp } from "./http/app.ts";
export { serveArsenal, type ServedArsenal, type ServeOptions } from "./http/serve.ts";
export type { HealthThresholds } from "./presenting/health.ts";
export type { RedactOptions } from "@superlearner/otp";
