import { createHash, timingSafeEqual } from "node:crypto";
import type { Awaitable } from "../operations/host.ts";
import { OperationError } from "../operations/operation_error.ts";
import { LOCAL, type Principal } from "../operations/principal.ts";
import { isLocalHost, isLoopback } from "./loopback.ts";

/** Who is let in. With neither `auth` nor `token`, only who sits at this machine, and may do everything. */
export interface GateOptions {
  /** The token that requests carry as `Authorization: Bearer …`; its bearer may do everything. */
  token?: string | undefined;
  /** Says who sends a request; `undefined` for somebody unknown. Asked before `token` is looked at. */
  auth?: (request: Request) => Awaitable<Principal | undefined>;
}

/** What is known of a request from outside it. */
export interface Peer {
  /** The address it came from, if the server told. */
  readonly address: string | undefined;
}

/** Finds out who sends a request, or refuses it. */
export type Gate = (request: Request, peer: Peer) => Awaitable<Principal | undefined>;

const BEARER: Principal = Object.freeze({ id: "token", permissions: Object.freeze(["*"]) });

/** Makes the gate of an application. `undefined` from it: nobody known. */
export function makeGate(options: GateOptions): Gate {
  const { token, auth } = options;
  if (token === undefined && auth === undefined) return local;
  const wanted = token === undefined ? undefined : digest(token);
  return async (request) => {
    const known = await auth?.(request);
    if (known !== undefined || wanted === undefined) return known;
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];
    return given !== undefined && timingSafeEqual(digest(given), wanted) ? BEARER : undefined;
  };
}

/** The answer to somebody unknown. */
export function unauthorized(): OperationError {
  return new OperationError("unauthorized", {
    status: 401,
    detail: "This needs a credential: send it as Authorization: Bearer <token>",
    headers: { "www-authenticate": 'Bearer realm="arsenal"' },
  });
}

/** Digests are of one length, so that comparing them tells nothing, not even that of the token. */
function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/**
 * Without credentials the only thing to go by is where a request comes from. A page from elsewhere, open in a browser here,
 * can send requests to this machine, and by rebinding its own name can even read the answers: `Origin` and `Host` tell them.
 */
function local(request: Request, { address }: Peer): Principal {
  const { headers } = request;
  const host = headers.get("host") ?? new URL(request.url).host;
  if (address !== undefined && !isLoopback(address)) {
    throw forbidden("remote_address", "only this machine is answered while no token or auth is set up");
  }
  const proxy = PROXY_HEADERS.find((name) => headers.has(name));
  if (proxy !== undefined) {
    throw forbidden(
      "proxied",
      `only direct requests are answered while no token or auth is set up, and this one has ${proxy}`,
    );
  }
  if (!isLocalHost(host)) {
    throw forbidden("host", "the Host header must be localhost, 127.0.0.1 or [::1] while no token or auth is set up");
  }
  const origin = headers.get("origin");
  if (origin !== null && !/^https?:\/\//.test(origin) || origin !== null && hostOf(origin) !== host.toLowerCase()) {
    throw forbidden("origin", "the Origin header, if there is one, must be the host that is asked");
  }
  if (headers.get("sec-fetch-site") === "cross-site" && headers.get("sec-fetch-mode") !== "navigate") {
    throw forbidden("origin", "pages of other sites are not answered");
  }
  return LOCAL;
}

const PROXY_HEADERS = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function forbidden(reason: string, rule: string): OperationError {
  return new OperationError("not_local", {
    status: 403,
    detail: `This request is refused: ${rule}`,
    facts: { reason },
  });
}
