import { arsenal, type ArsenalOptions, guard } from "@superlearner/arsenal";
import { type Clock, RealClock, type System } from "@superlearner/otp";
import { Hono } from "hono";
import { supervisorsPage } from "../pages/supervisors.tsx";
import { Assets } from "./assets.ts";
import { MonitorFeed } from "./monitor_feed.ts";
import { PAGE_HEADERS } from "./page_headers.ts";
import { SignIn } from "./sign_in.ts";

/** What a monitor is made of. */
export interface LearnerOptions {
  /** The System that is watched and operated. */
  system: System;
  /** What opens the monitor and its API: asked for by a page, or sent as `Authorization: Bearer …`. Without it only this machine is answered. */
  token?: string | undefined;
  /** Further settings of the API, operations of your own among them. @default {{}} */
  arsenal?: Omit<ArsenalOptions, "system" | "token" | "auth" | "basePath" | "clock">;
  /** Where time-outs and heartbeats take their time from. @default the machine's clock */
  clock?: Clock;
  /** Is told what could not be done, like building the client. @default writes to the console */
  onProblem?: (problem: string) => void;
}

/** A Hono application, to serve alone or to `route()` into another. */
export interface Learner extends Hono, Disposable {
  /** Ends all streams, so that a server can stop. */
  close(): void;
}

const ASSETS = "/monitor/assets";
const EVENTS = "/monitor/events";
const OPERATIONS = "/api/v1";

/**
 * The monitor of a System: pages, their live events, and the API under `/api/v1`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { learner } from "@superlearner/learner";
 * import { System } from "@superlearner/otp";
 *
 * await using system = new System();
 * using app = learner({ system, onProblem() {} });
 * const page = await app.request("http://localhost/supervisors");
 * assertEquals(page.status, 200);
 * assertEquals((await page.text()).includes("No supervisor is running"), true);
 * ```
 */
export function learner(options: LearnerOptions): Learner {
  const { system, token, clock = new RealClock(), onProblem = console.warn } = options;
  const feed = new MonitorFeed(system, { clock });
  const signIn = new SignIn(token);
  const gate = { token, ...(token === undefined ? {} : { auth: (request: Request) => signIn.principalOf(request) }) };
  const api = arsenal({ ...options.arsenal, ...gate, system, clock });
  let assets: Promise<Assets> | undefined;
  const files = () => assets ??= Assets.load({ path: ASSETS, onProblem });

  const app = new Hono();
  app.get("/", (c) => c.redirect("/supervisors"));
  // Files hold nothing that is worth guarding, and the page that asks for the token needs them.
  app.get(`${ASSETS}/*`, async (c) => (await files()).serve(c.req.path) ?? c.notFound());
  app.route("/", signIn.routes(async () => (await files()).paths));
  app.use("/supervisors", signIn.ask(async () => (await files()).paths), guard(gate));
  app.get("/supervisors", async () => {
    const page = { assets: (await files()).paths, events: EVENTS, operations: OPERATIONS };
    return new Response(supervisorsPage(feed.snapshot(), page), { headers: PAGE_HEADERS });
  });
  app.use(EVENTS, guard(gate));
  app.get(EVENTS, (c) => {
    const stream = feed.open(c.req.header("last-event-id"));
    if (stream === undefined) return c.text("Too many look on already", 503, { "retry-after": "10" });
    return new Response(stream, {
      headers: { "content-type": "text/event-stream", "cache-control": "no-store", "x-accel-buffering": "no" },
    });
  });
  app.route("/", api);
  // Reached only where the monitor is served alone.
  app.notFound((c) =>
    c.req.path.startsWith(`${OPERATIONS}/`)
      ? api.fetch(c.req.raw, c.env)
      : c.text("Nothing is here: the monitor is at /supervisors, its API at /api/v1/arsenal/docs", 404)
  );
  const close = () => {
    feed[Symbol.dispose]();
    api.close();
  };
  return Object.assign(app, { close, [Symbol.dispose]: close });
}
