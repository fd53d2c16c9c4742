import { makeCommand } from "./guest_command.ts";
import { makeDlopen } from "./guest_dlopen.ts";
import { GuestTextDecoder } from "./guest_encoding.ts";
import { makeSys } from "./guest_sys.ts";
import { refusal } from "./refusal.ts";

/** How the realm of a guest asks the host for what was granted, and tells of what was not. */
export interface Broker {
  /** The permissions of which anything was granted. */
  readonly granted: ReadonlySet<string>;
  /** The variables of the environment that were granted; `null` is one that is not set. All that are set, where `granted` has `env`. */
  readonly env: { readonly [name: string]: string | null };
  /** What of the machine was granted. @default {{}} */
  readonly sys?: { readonly [kind: string]: unknown };
  /** Milliseconds since the guest was started. @default {() => 0} */
  readonly now?: () => number;
  /** Has the host do something. */
  use(capability: string, args: readonly unknown[]): Promise<unknown>;
  /** Tells the host of a refusal. */
  denied(permission: string, target: string): void;
}

/** What of `Deno` there is: by the permission that it takes, the name of the function and what its first argument names. */
const ASYNC: readonly (readonly [name: string, permission: string])[] = [
  ["readTextFile", "read"],
  ["readFile", "read"],
  ["stat", "read"],
  ["writeTextFile", "write"],
  ["writeFile", "write"],
  ["mkdir", "write"],
  ["remove", "write"],
];

/** What is refused always: by name, with its permission. There is no way to do it from inside a sandbox. */
const NEVER: readonly (readonly [name: string, permission: string])[] = [
  ["readTextFileSync", "read"],
  ["readFileSync", "read"],
  ["open", "read"],
  ["openSync", "read"],
  ["realPath", "read"],
  ["watchFs", "read"],
  ["writeTextFileSync", "write"],
  ["writeFileSync", "write"],
  ["connect", "net"],
  ["connectTls", "net"],
  ["listen", "net"],
  ["serve", "net"],
  ["resolveDns", "net"],
  ["kill", "run"],
  ["memoryUsage", "sys"],
  ["openKv", "write"],
];

/** `Deno` and `fetch` as a guest has them: what was granted works, everything else says what it would take. */
export function makeCapabilities(broker: Broker): Readonly<Record<string, unknown>> {
  const { granted } = broker;
  const refuse = (permission: string, target: unknown): Error => {
    const text = String(target).slice(0, 200);
    broker.denied(permission, text);
    return refusal(permission, text);
  };
  const deno: Record<string, unknown> = {};
  for (const [name, permission] of ASYNC) {
    deno[name] = async (target: unknown, ...rest: unknown[]) => {
      if (!granted.has(permission)) throw refuse(permission, target);
      return await broker.use(name, [String(target), ...rest]);
    };
  }
  deno["readDir"] = async function* (target: unknown) {
    if (!granted.has("read")) throw refuse("read", target);
    yield* await broker.use("readDir", [String(target)]) as readonly unknown[];
  };
  const { sys = {}, now = () => 0 } = broker;
  Object.assign(deno, makeSys({ values: sys, now, use: broker.use, refuse }));
  const never = [...NEVER];
  if (granted.has("run")) deno["Command"] = makeCommand(broker.use);
  else never.push(["Command", "run"]);
  if (granted.has("ffi")) deno["dlopen"] = makeDlopen(broker.use);
  else never.push(["dlopen", "ffi"]);
  for (const [name, permission] of never) {
    // Not an arrow function: `new Deno.Command(…)` is refused in the same words.
    deno[name] = function (target: unknown) {
      throw refuse(permission, target === undefined ? name : target);
    };
  }
  deno["env"] = Object.freeze({
    get: (name: unknown): string | undefined => {
      if (Object.hasOwn(broker.env, String(name))) return broker.env[String(name)] ?? undefined;
      if (granted.has("env")) return undefined;
      throw refuse("env", name);
    },
    toObject: () => {
      throw refuse("env", "all variables");
    },
  });
  return { Deno: Object.freeze(deno), fetch: makeFetch(broker, refuse) };
}

/** What the host answers a request with. */
interface Answered {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly url: string;
}

function makeFetch(broker: Broker, refuse: (permission: string, target: unknown) => Error) {
  return async (target: unknown, init: Readonly<Record<string, unknown>> = {}) => {
    const url = String(target);
    if (!broker.granted.has("net")) throw refuse("net", url);
    const signal = init["signal"] as { throwIfAborted?(): void } | undefined;
    signal?.throwIfAborted?.();
    const { method = "GET", headers = {}, body = null } = init;
    const sent = { method: String(method), headers: Object.entries(headers as object), body };
    return response(await broker.use("fetch", [url, sent]) as Answered);
  };
}

/** An answer that has come whole. */
function response({ status, statusText, headers, body, url }: Answered) {
  const fields = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const text = () => Promise.resolve(new GuestTextDecoder().decode(body));
  return Object.freeze({
    status,
    statusText,
    url,
    ok: status >= 200 && status < 300,
    headers: Object.freeze({
      get: (name: string) => fields.get(String(name).toLowerCase()) ?? null,
      has: (name: string) => fields.has(String(name).toLowerCase()),
      entries: () => fields.entries(),
    }),
    text,
    json: async () => JSON.parse(await text()) as unknown,
    bytes: () => Promise.resolve(body),
    arrayBuffer: () => Promise.resolve(body.buffer),
  });
}
