import { type Context, Hono } from "hono";
import { builtinOperations } from "../builtin/builtin_operations.ts";
import { makeServices, type ServiceOptions, type Services } from "../builtin/services.ts";
import { authorize } from "../operations/execute.ts";
import type { Clock, OtpSystem } from "../operations/host.ts";
import type { Operation } from "../operations/operation.ts";
import { OperationError } from "../operations/operation_error.ts";
import { ANONYMOUS, type Principal } from "../operations/principal.ts";
import { type ExecutionRecord, Registry } from "../operations/registry.ts";
import { catalogueOperations } from "./catalogue.ts";
import { type Gate, type GateOptions, makeGate, unauthorized } from "./gate.ts";
import { peerOf, principalOf } from "./guard.ts";
import { problemResponse } from "./problem.ts";
import { readJson } from "./read_body.ts";
import { readUrl } from "./read_url.ts";
import { replyResponse } from "./reply_response.ts";
import { sseHead, sseResponse } from "./sse.ts";
import type { StreamEvent } from "../operations/reply.ts";

/** What an arsenal is made of. */
export interface ArsenalOptions extends GateOptions, ServiceOptions {
  /** The System that is operated. */
  system: OtpSystem;
  /** Operations of your own, beside the built-in ones. @default {[]} */
  operations?: readonly Operation[];
  /** Where every path begins. @default {"/api/v1"} */
  basePath?: string;
  /** What the API is called in its documentation. @default {"Arsenal"} */
  title?: string;
  /** The most bytes of a body. @default {1048576} */
  maxBodyBytes?: number;
  /** Where time-outs, limits and heartbeats take their time from. @default the System's clock */
  clock?: Clock;
  /** Is told of each execution, also of the refused and failed ones. */
  onExecuted?: (record: ExecutionRecord) => void;
  /** Is told of what a handler threw that is no `OperationError`. @default writes to the console */
  onError?: (error: unknown, operation: Operation) => void;
}

/** A `Hono` of the package of that name. @internal */
export type HonoApp = Hono;

/** A Hono application, to serve alone or to `route()` into another. */
export interface Arsenal extends HonoApp, Disposable {
  /** Its operations, to be executed without HTTP. */
  readonly registry: Registry;
  /** Ends what it still does: traces, streams, timers. Needed where the System goes on without it. */
  close(): void;
}

/**
 * The operations of a System over HTTP: lists and details of processes, supervisors, health, traces, events, and your own.
 * Mounted into another application, it answers its own paths and leaves all others alone.
 *
 * Safe without settings: as long as neither `token` nor `auth` is given, only this machine is answered.
 *
 * @throws {TypeError} If two operations conflict; the message names both.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { arsenal } from "@superlearner/arsenal";
 * import { System } from "@superlearner/otp";
 * import { type Context, Hono } from "hono";
 *
 * await using system = new System();
 * const app = new Hono();
 * app.get("/", (c) => c.text("my program"));
 * app.route("/", arsenal({ system }));
 *
 * const health = await (await app.request("/api/v1/system/health")).json();
 * assertEquals(health.data.overall_status, "healthy");
 * ```
 */
export function arsenal(options: ArsenalOptions): Arsenal {
  const { operations = [], basePath = "/api/v1", title = "Arsenal", clock = options.system.clock } = options;
  if (!/^(\/[A-Za-z0-9._~-]+)*$/.test(basePath)) {
    throw new TypeError(`Cannot make an arsenal: basePath is made of plain segments, like /api/v1, got ${basePath}`);
  }
  const services: Services = makeServices({ ...options, clock, basePath });
  const catalogue = catalogueOperations(() => registry, { basePath, title });
  const registry: Registry = new Registry({
    ...options,
    clock,
    operations: [...builtinOperations(services), ...catalogue, ...operations],
  });
  const adapter = new Adapter(registry, { ...options, basePath });
  const app = new Hono();
  for (const each of registry.operations) {
    app.on(each.method, honoPath(basePath, each), (c) => adapter.answer(c, each));
  }
  const paths = new Set(
    registry.operations.map((each) => honoPath(basePath, each).replaceAll(/:[A-Za-z0-9_]+/g, ":_")),
  );
  for (const path of paths) app.all(path, (c) => adapter.refuseMethod(c));
  app.notFound((c) => adapter.refusePath(c));
  const close = () => services.close();
  return Object.assign(app, { registry, close, [Symbol.dispose]: close });
}

function honoPath(basePath: string, { path }: Operation): string {
  return basePath + path.replaceAll(/\{([A-Za-z0-9_]+)\}/g, ":$1");
}

/** How long a body may take to come. */
const BODY_TIMEOUT_MS = 30_000;

/** Between HTTP and the registry. */
class Adapter {
  readonly #registry: Registry;
  readonly #gate: Gate;
  readonly #system: OtpSystem;
  readonly #basePath: string;
  readonly #maxBytes: number;

  constructor(registry: Registry, options: ArsenalOptions & { basePath: string }) {
    this.#registry = registry;
    this.#gate = makeGate(options);
    this.#system = options.system;
    this.#basePath = options.basePath;
    this.#maxBytes = options.maxBodyBytes ?? 1_048_576;
  }

  /** Gate, permission, input, execution, answer. */
  async answer(c: Context, operation: Operation): Promise<Response> {
    const registry = this.#registry;
    const attempt = { operation, principal: ANONYMOUS.id, startedAt: registry.clock.now() };
    let recorded = false;
    try {
      const principal = await this.#principal(c, operation.permission);
      attempt.principal = principal.id;
      // Before the input is looked at: who may not, learns nothing of what would be valid.
      authorize(operation, principal);
      const { params, query } = readUrl(operation, c.req.raw.url);
      if (operation.kind === "stream" && c.req.raw.method === "HEAD") return sseHead();
      const body = operation.body === undefined
        ? undefined
        : await readJson(c.req.raw, { maxBytes: this.#maxBytes, timeoutMs: BODY_TIMEOUT_MS, clock: registry.clock });
      // Not the request's own signal: in this Deno it aborts after every answer. A reader that leaves cancels the stream.
      const stopped = new AbortController();
      const header = (name: string) => c.req.header(name);
      const context = { principal, signal: stopped.signal, header, lazy: true };
      recorded = true;
      const executed = await registry.execute(operation.name, { params, query, body }, context);
      if (operation.kind === "reply") return replyResponse(executed, this.#system.wallTime());
      return sseResponse(executed.value as AsyncIterable<StreamEvent>, { abort: () => stopped.abort() });
    } catch (error) {
      return this.#refuse(c, recorded ? error : registry.reject(error, attempt), operation);
    }
  }

  /** A path that is known, with a method that it does not have. */
  async refuseMethod(c: Context): Promise<Response> {
    const at = c.req.path.indexOf(this.#basePath);
    const methods = this.#registry.methodsOf(c.req.path.slice(at + this.#basePath.length));
    const headers = { allow: [...methods, "OPTIONS"].join(", ") };
    try {
      await this.#principal(c, "");
      if (c.req.raw.method === "OPTIONS") return new Response(null, { status: 204, headers });
      const detail = `This path answers ${methods.join(", ")}`;
      throw new OperationError("method_not_allowed", { status: 405, detail, headers });
    } catch (error) {
      return this.#refuse(c, error);
    }
  }

  /** A path that nobody has; reached only where the application is served alone. */
  async refusePath(c: Context): Promise<Response> {
    try {
      await this.#principal(c, "");
      const hint = c.req.path.includes("#") || /\/processes\/?$/.test(c.req.path)
        ? "; a pid is written <0.12.0>, %3C0.12.0%3E or 0.12.0"
        : "";
      throw new OperationError("path_not_found", {
        status: 404,
        detail: `Nothing is here; ${this.#basePath}/arsenal/docs lists what there is${hint}`,
      });
    } catch (error) {
      return this.#refuse(c, error);
    }
  }

  async #principal(c: Context, permission: string): Promise<Principal> {
    const principal = principalOf(c) ?? await this.#gate(c.req.raw, peerOf(c));
    if (principal !== undefined) return principal;
    if (permission === "public") return ANONYMOUS;
    throw unauthorized();
  }

  /** What fails before any operation is reached: above all an `auth` that throws. */
  #internal(error: unknown): OperationError {
    console.error("A request failed:", error);
    return new OperationError("internal", { status: 500, detail: "The request failed" });
  }

  #refuse(c: Context, error: unknown, operation?: Operation): Response {
    const known = error instanceof OperationError ? error : this.#internal(error);
    return problemResponse(known, {
      instance: c.req.path,
      wallTime: this.#system.wallTime(),
      ...(operation === undefined ? {} : { operation: operation.name }),
    });
  }
}
