import { assertEquals, assertRejects } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { SandboxError, type SandboxFailureKind } from "../../limits/sandbox_error.ts";
import type { Sandbox } from "../sandbox.ts";
import { SandboxHost } from "../sandbox_host.ts";
import type { SandboxOptions } from "../sandbox_options.ts";

/** Each kind of wall. */
export type AnyIsolation = NonNullable<SandboxOptions["isolation"]>;

/** How a wall is called in the names of tests. */
export function wallName(isolation: AnyIsolation): string {
  return typeof isolation === "string" ? isolation : "shared process";
}

/** A guest with a counter under a supervisor, and functions that do good and harm. */
export const GUEST = `
import { GenServer, Supervisor } from "@superlearner/otp";
import { system } from "@superlearner/sandbox/guest";
const cycle: Record<string, unknown> = { a: {} };
(cycle.a as Record<string, unknown>).self = cycle;
const Counter = GenServer.define({
  name: "Counter",
  init: (count: number = 0) => count,
  calls: {
    add: (count: number, by: number) => [count + by, count + by],
    spin: () => { while (true); },
    echo: (count: number, value: unknown) => [value, count],
    never: (count: number) => GenServer.noreply(count),
    cycle: (count: number) => [cycle, count],
    die: () => { throw new TypeError("no") },
  },
  casts: { reset: () => 0 },
});
export default Supervisor.define({ children: [Counter.child({ id: "counter", name: "counter" })] });
export const echo = (...values: unknown[]) => values;
export const later = (ms: number) => new Promise((done) => setTimeout(() => done("late"), ms));
export const fail = () => { throw new RangeError("far out\\u001b[2J"); };
export const give = (what: string) => ({ a: [{ b: what === "function" ? () => {} : Symbol("s") }] });
export const giveCycle = () => cycle;
export const leave = () => system.stop();
export const stopRoot = () => system.exit("<0.1.0>", "kill");
`;

/** A host in a System of its own, until it is disposed of. */
export interface World extends AsyncDisposable {
  readonly system: System;
  readonly host: SandboxHost;
  /** Creates a sandbox of `GUEST`, or of another text. */
  create(options?: Partial<SandboxOptions> & { readonly code?: string }): Promise<Sandbox>;
}

/** Makes one. */
export function worldOf(isolation: AnyIsolation): World {
  const system = new System({ logger: silentLogger });
  const host = new SandboxHost({ system });
  return {
    system,
    host,
    create: ({ code = GUEST, ...options } = {}) =>
      host.create({ name: "guest", isolation, source: { files: { "/main.ts": code } }, ...options }),
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await system.stop();
    },
  };
}

/** The failure that something ends with. */
export async function failureOf<Kind extends SandboxFailureKind>(
  kind: Kind,
  attempt: () => Promise<unknown>,
): Promise<SandboxError["failure"] & { readonly kind: Kind }> {
  const error = await assertRejects(attempt, SandboxError);
  assertEquals(error.kind, kind, error.message);
  return error.failure as SandboxError["failure"] & { readonly kind: Kind };
}

/** Settled when a process of a System is dead, with why. */
export async function death(system: System, pid: string): Promise<unknown> {
  const me = system.attach();
  me.monitor(pid as `<${string}.${number}.0>`);
  return (await me.receive<{ reason: unknown }>()).reason;
}
