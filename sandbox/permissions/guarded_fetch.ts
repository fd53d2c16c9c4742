import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkFunctions } from "../limits/check_values.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Grants } from "./grants.ts";

/** What {@linkcode guardedFetch} may be told. */
export interface GuardedFetchOptions {
  /**
   * What makes one request and follows no redirect.
   *
   * @default {globalThis.fetch}
   */
  readonly fetch?: (request: Request) => Promise<Response>;
  /**
   * How many redirects are followed.
   *
   * @default {20}
   */
  readonly maxRedirects?: number;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** What says who asks, and what is about the body. */
const SECRETS = ["authorization", "proxy-authorization", "cookie"];
const OF_THE_BODY = ["content-encoding", "content-language", "content-location", "content-type", "content-length"];
const ACTION = "fetch for the guest";
const KNOWN: Readonly<Record<keyof GuardedFetchOptions, true>> = { fetch: true, maxRedirects: true };

/**
 * Makes a request for a guest: each address on its way, the first as every one it is redirected to, is one that was granted,
 * or no packet is sent there. A redirect to another origin loses the headers that say who asks, as the web demands.
 *
 * @throws {SandboxError} `permission_denied` for an address that was not granted, `protocol_violation` for a redirect that
 * leads nowhere or too many of them.
 * @throws {ArgumentError} If there is no request, nobody who decides, or an option is none.
 */
export async function guardedFetch(
  grants: Grants,
  request: Request,
  options: GuardedFetchOptions = {},
): Promise<Response> {
  const { fetch = globalThis.fetch, maxRedirects = 20 } = checkKnownOptions(ACTION, options, KNOWN);
  if (typeof (grants as Partial<Grants> | null | undefined)?.allowsUrl !== "function") {
    refuse("grants decide: Grants", grants);
  }
  if (!(request instanceof Request)) refuse("request is a Request", request);
  checkFunctions(ACTION, { fetch });
  if (!(Number.isSafeInteger(maxRedirects) || maxRedirects === Infinity) || maxRedirects < 0) {
    refuse("maxRedirects is a whole number from 0 up", maxRedirects);
  }
  const body = request.body === null ? null : await request.arrayBuffer();
  let { url, method } = request;
  let rest: ArrayBuffer | null = body;
  const headers = new Headers(request.headers);
  for (let redirects = 0;; redirects++) {
    if (!grants.allowsUrl(url)) {
      throw new SandboxError(ACTION, { kind: "permission_denied", permission: "net", target: placeOf(url) });
    }
    const response = await fetch(
      new Request(url, { method, headers, body: rest, redirect: "manual", signal: request.signal }),
    );
    const location = REDIRECTS.has(response.status) ? response.headers.get("location") : null;
    if (location === null || request.redirect === "manual") return response;
    await response.body?.cancel();
    if (request.redirect === "error") throw violation("a redirect is an error, as the request says");
    if (redirects === maxRedirects) throw violation(`at most ${maxRedirects} redirects are followed`);
    const next = URL.parse(location, url);
    if (next === null) throw violation("a redirect leads to a URL");
    if (next.origin !== new URL(url).origin) SECRETS.forEach((name) => headers.delete(name));
    const { status } = response;
    if (status === 303 && method !== "HEAD" || status < 303 && method === "POST") {
      method = "GET";
      rest = null;
      OF_THE_BODY.forEach((name) => headers.delete(name));
    }
    url = next.href;
  }
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}

/** Where a URL leads, without what else is in it: a redirect may hold what the guest must not see. */
function placeOf(url: string): string {
  const { protocol, host } = new URL(url);
  return host === "" ? protocol : host;
}

function violation(rule: string): SandboxError {
  return new SandboxError(ACTION, { kind: "protocol_violation", rule });
}
