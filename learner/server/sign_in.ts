import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Principal } from "@superlearner/arsenal";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { PageAssets } from "../pages/layout.tsx";
import { signInPage } from "../pages/sign_in.tsx";
import { PAGE_HEADERS } from "./page_headers.ts";

const COOKIE = "superlearner_session";
const DAY_S = 86_400;
const SIGNED_IN: Principal = Object.freeze({ id: "browser", permissions: Object.freeze(["*"]) });

/**
 * Lets a browser in that knows the token. A page cannot send a header with its first request, so the token is given
 * once and a cookie stands for it, which other sites cannot send and scripts cannot read.
 */
export class SignIn {
  readonly #token: string | undefined;
  /** What the cookie holds: made of the token, and worthless to find it. */
  readonly #session: string;

  /** For a token; without one nobody is asked. */
  constructor(token: string | undefined) {
    this.#token = token;
    this.#session = token === undefined ? "" : createHmac("sha256", token).update("superlearner session").digest("hex");
  }

  /** Who sends a request, by its cookie. One that a page of another origin has sent is nobody's. */
  principalOf(request: Request): Principal | undefined {
    if (this.#token === undefined) return undefined;
    const origin = request.headers.get("origin");
    if (origin !== null && (!URL.canParse(origin) || new URL(origin).host !== hostOf(request))) return undefined;
    const pairs = (request.headers.get("cookie") ?? "").split(/; */);
    const given = pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
    return given !== undefined && equal(given, this.#session) ? SIGNED_IN : undefined;
  }

  /** Shows the page that asks, where a page is wanted by somebody unknown. */
  ask(assets: () => Promise<PageAssets>): MiddlewareHandler {
    return async (c, next) => {
      const known = this.#token === undefined || getCookie(c, COOKIE) !== undefined && this.principalOf(c.req.raw) ||
        c.req.header("authorization") !== undefined;
      if (known) return await next();
      return new Response(signInPage(await assets()), { status: 401, headers: PAGE_HEADERS });
    };
  }

  /** Takes the token and gives the cookie. */
  routes(assets: () => Promise<PageAssets>): Hono {
    const app = new Hono();
    if (this.#token === undefined) return app;
    app.post("/sign-in", async (c) => {
      const { token } = await c.req.parseBody();
      if (typeof token !== "string" || !equal(token, this.#token!)) {
        return new Response(signInPage(await assets(), { wrong: true }), { status: 401, headers: PAGE_HEADERS });
      }
      this.#giveCookie(c);
      return c.redirect("/supervisors", 303);
    });
    return app;
  }

  #giveCookie(c: Context): void {
    setCookie(c, COOKIE, this.#session, {
      httpOnly: true,
      sameSite: "Strict",
      path: "/",
      maxAge: DAY_S,
      secure: new URL(c.req.url).protocol === "https:",
    });
  }
}

function hostOf(request: Request): string {
  return request.headers.get("host") ?? new URL(request.url).host;
}

/** Compared by digests, which are of one length: the time taken tells nothing. */
function equal(one: string, other: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
