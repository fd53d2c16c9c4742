import {
  type CallDetails,
  CallError,
  type CastArguments,
  type ExitReason,
  NoProcessError,
  type PayloadOf,
  type ServerRef,
  sys,
} from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { settle } from "../chronicle/settling.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { called } from "./called.ts";
import { checkTimeout, type TimeoutOptions } from "./deadline.ts";
import { checkTarget, pidOf, type Target } from "./target.ts";

/**
 * Waits until a server is done with all the messages it has by now, and with what they made it continue with. Nothing is
 * sent to it, and nothing has to be added to it: any server, state machine, agent or supervisor can be waited for.
 *
 * @throws {CallError} With what it died of, if it does; `"noproc"` if nobody is there; `"timeout"`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, sys, System } from "@superlearner/otp";
 * import { sync } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({ name: "Counter", init: () => 0, casts: { add: (count, n: number) => count + n } });
 * await using system = new System();
 * const counter = await system.start(Counter);
 * counter.cast("add", 2);
 * await sync(counter);
 * assertEquals(sys.getState(system, counter.pid!), 2);
 * ```
 */
export async function sync(target: Target, options: TimeoutOptions = {}): Promise<void> {
  const timeoutMs = checkTimeout("wait for a server", options);
  checkTarget("wait for a server", target);
  await untilDone(target, { timeoutMs, above: sync });
}

/** What is thrown shows the line of the test that has called the function `above`. */
async function untilDone(
  target: Target,
  { timeoutMs, above }: { timeoutMs: number; above: (...args: never[]) => unknown },
) {
  const { system } = target;
  const details: CallDetails = { server: called(target), kind: "sync", timeoutMs };
  const chronicle = Chronicle.of(system);
  const pid = pidOf(target);
  const failed = (reason: ExitReason) => atCaller(new CallError(reason, details), above);
  if (pid === undefined) throw failed("noproc");
  if (!system.isAlive(pid)) throw failed(chronicle.exitOf(pid)?.reason ?? "noproc");
  try {
    await sys.sync(system, pid, { timeoutMs });
  } catch (error) {
    if (error instanceof NoProcessError) throw failed(chronicle.exitOf(pid)?.reason ?? "noproc");
    throw error instanceof CallError ? atCaller(error, above) : error;
  }
}

/** How a cast is waited for. */
export interface CastAndSyncOptions extends TimeoutOptions {
  /**
   * Whether to wait also for what the server has told others, and they others, until the whole System has nothing left to
   * do without time passing. @default {false}
   */
  settle?: boolean;
}

/** The options of a cast that is waited for, and what it carries: to be given where the handler needs it. */
export type CastAndSyncArguments<Payload> = undefined extends Payload
  ? [options?: CastAndSyncOptions & { payload?: Payload }]
  : [options: CastAndSyncOptions & { payload: Payload }];

/**
 * Casts, and waits until the server has handled it, and what it made the server continue with.
 *
 * @throws {CallError} With what the server died of, if it does; `"noproc"` if nobody is there; `"timeout"`.
 * @throws {OverloadError} If its mailbox is full, and it rejects what comes then.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { castAndSync } from "@superlearner/supertester";
 *
 * const lines: string[] = [];
 * const Log = GenServer.define({ name: "Log", init: () => 0, casts: { write: (n, line: string) => n + lines.push(line) } });
 * await using system = new System();
 * await castAndSync(await system.start(Log), "write", { payload: "hello" });
 * assertEquals(lines, ["hello"]);
 * ```
 */
export async function castAndSync<Calls, Casts, Kind extends keyof Casts & string>(
  target: ServerRef<Calls, Casts>,
  kind: Kind,
  ...rest: CastAndSyncArguments<PayloadOf<Casts[Kind]>>
): Promise<void> {
  const [options = {}] = rest as [options?: CastAndSyncOptions & { payload?: unknown }];
  const timeoutMs = checkTimeout(`cast "${kind}" and wait`, options);
  const { system } = checkTarget(`cast "${kind}" and wait`, target);
  target.cast(kind, ...[options?.payload] as unknown as CastArguments<PayloadOf<Casts[Kind]>>);
  await untilDone(target, { timeoutMs, above: castAndSync });
  if (options?.settle === true) await settle(system);
}
