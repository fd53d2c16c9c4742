import { CallError, type ExitReason, isPid, type Pid } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { checkTimeout, type TimeoutOptions } from "../waiting/deadline.ts";
import { restarted } from "../waiting/restarted.ts";
import { sync } from "../waiting/sync.ts";
import { checkTarget, processRef, type Target } from "../waiting/target.ts";

/** A server of which the kinds are not known. */
interface LooseServer extends Target {
  call(kind: string, payload: unknown, options: { timeoutMs: number }): Promise<unknown>;
  cast(kind: string, payload: unknown): void;
}

/** What a server has made of one message in one form. */
export interface MessageFate {
  /** The message. */
  readonly message: unknown;
  /** How it was sent. */
  readonly as: "call" | "cast" | "info";
  /** Whether the server was there to get it. */
  readonly sent: boolean;
  /** Whether it was handled: a call was answered, or the server was done with it and lives. */
  readonly handled: boolean;
  /** What a call was answered. */
  readonly reply?: unknown;
  /** Why it was not handled: `"timeout"`, or what the server died of. */
  readonly reason?: ExitReason;
  /** Whether the process that got it is alive after it. */
  readonly alive: boolean;
  /** What that process died of, if it did. */
  readonly crashReason?: ExitReason;
}

/**
 * Sends what a server may not expect, as call, cast and plain message each, and tells what it makes of it. A text is taken
 * for the kind of a call and of a cast, `{ kind, payload }` as well; what is neither is a plain message alone. Where the ref
 * is by name and the server is started again, the next message is for the new one.
 *
 * @throws {ArgumentError} If it is no ref, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, silentLogger, System } from "@superlearner/otp";
 * import { invalidMessages } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({ name: "Counter", init: () => 0, handleInfo: (n) => n });
 * await using system = new System({ logger: silentLogger });
 * const fates = await invalidMessages(await system.start(Counter), [{ what: "is this" }, "nonsense"]);
 * assertEquals(fates.map(({ as, handled, alive }) => [as, handled, alive]), [
 *   ["info", true, true],
 *   ["call", false, false],
 *   ["cast", false, false], // nobody was there any more
 *   ["info", false, false],
 * ]);
 * ```
 */
export async function invalidMessages(
  target: Target & { call: unknown; cast: unknown },
  messages: readonly unknown[],
  options: TimeoutOptions = {},
): Promise<MessageFate[]> {
  const action = "send invalid messages";
  const timeoutMs = checkTimeout(action, options);
  checkTarget(action, target);
  const server = target as unknown as LooseServer;
  Chronicle.of(server.system);
  const fates: MessageFate[] = [];
  for (const message of messages) {
    const said = typeof message === "string" ? { kind: message } : Object(message) as { kind?: unknown };
    const { kind, payload } = said as { kind?: unknown; payload?: unknown };
    for (const as of typeof kind === "string" ? ["call", "cast", "info"] as const : ["info"] as const) {
      fates.push(await send(server, { message, as, kind: kind as string, payload, timeoutMs }));
    }
  }
  return fates;
}

interface Sending {
  readonly message: unknown;
  readonly as: MessageFate["as"];
  readonly kind: string;
  readonly payload: unknown;
  readonly timeoutMs: number;
}

async function send(server: LooseServer, sending: Sending): Promise<MessageFate> {
  const { message, as, kind, payload, timeoutMs } = sending;
  const { system, pid } = server;
  if (pid === undefined) return { message, as, sent: false, handled: false, alive: false };
  const base = { message, as, sent: true };
  const after = async (): Promise<{ alive: boolean; crashReason?: ExitReason }> => {
    if (system.isAlive(pid)) return { alive: true };
    const crashReason = Chronicle.of(system).exitOf(pid)?.reason ?? "noproc";
    await backAgain(server, { from: pid, timeoutMs });
    return { alive: false, crashReason };
  };
  try {
    if (as === "call") {
      const reply = await server.call(kind, payload, { timeoutMs });
      return { ...base, handled: true, reply, ...await after() };
    }
    if (as === "cast") server.cast(kind, payload);
    else system.send(pid, message);
    await sync(processRef(system, pid), { timeoutMs });
    return { ...base, handled: true, ...await after() };
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    return { ...base, handled: false, reason: error.reason, ...await after() };
  }
}

/** By name, whoever comes next is waited for; where nobody does, the next message finds that out. */
async function backAgain(server: LooseServer, { from, timeoutMs }: { from: Pid; timeoutMs: number }): Promise<void> {
  const { system } = server;
  const parent = Chronicle.of(system).startOf(from)?.parent;
  const supervised = parent !== undefined && Chronicle.of(system).startOf(parent) !== undefined;
  if (isPid(server.toString()) || !supervised) return;
  await restarted(server, { from, timeoutMs }).catch(() => {});
}
