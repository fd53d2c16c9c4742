import type { MiddlewareHandler } from "hono";
import { OperationError } from "../operations/operation_error.ts";
import type { Principal } from "../operations/principal.ts";
import { type GateOptions, makeGate, type Peer, unauthorized } from "./gate.ts";
import { problemResponse } from "./problem.ts";

/** What of a request's context in Hono is needed here. */
export interface GuardedContext {
  /** The request. */
  readonly req: {
    /** As the platform gave it. */
    readonly raw: Request;
  };
}

/** A `MiddlewareHandler` of Hono. @internal */
export type Middleware = MiddlewareHandler;

/** Who was found out to send a request, so that an arsenal behind a guard need not ask again. */
const principals = new WeakMap<Request, Principal>();

/**
 * Lets only those in who may: middleware for the pages and routes of an application around an arsenal. With neither `token`
 * nor `auth`, only requests from this machine, addressed to it by a local name and sent by no page of another origin.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { guard } from "@superlearner/arsenal";
 * import { Hono } from "hono";
 *
 * const app = new Hono();
 * app.use(guard());
 * app.get("/", (c) => c.text("hello"));
 *
 * assertEquals((await app.request("http://localhost:4000/")).status, 200);
 * assertEquals((await app.request("http://evil.example/")).status, 403);
 * ```
 */
export function guard(options: GateOptions = {}): Middleware {
  const gate = makeGate(options);
  return async (c, next) => {
    try {
      const principal = await gate(c.req.raw, peerOf(c));
      if (principal === undefined) throw unauthorized();
      principals.set(c.req.raw, principal);
    } catch (error) {
      if (!(error instanceof OperationError)) throw error;
      return problemResponse(error, { instance: c.req.path, wallTime: Date.now() });
    }
    await next();
  };
}

/**
 * Who sends a request, as a {@linkcode guard} before has found out.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { guard, principalOf } from "@superlearner/arsenal";
 * import { Hono } from "hono";
 *
 * const app = new Hono();
 * app.use(guard());
 * app.get("/me", (c) => c.text(principalOf(c)?.id ?? "nobody"));
 * assertEquals(await (await app.request("http://localhost/me")).text(), "local");
 * ```
 */
export function principalOf(c: GuardedContext): Principal | undefined {
  return principals.get(c.req.raw);
}

/** Where a request came from, as far as the server tells; Deno gives it beside the request. */
export function peerOf(c: { readonly env: unknown }): Peer {
  const address = (c.env as { remoteAddr?: { hostname?: unknown } } | undefined)?.remoteAddr?.hostname;
  return { address: typeof address === "string" ? address : undefined };
}
