import { debugOf, dropIdleDebug, type Failing } from "../processes/debug.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { nameText, type ProcessName } from "../processes/via.ts";
import type { Pid } from "../processes/pid.ts";

/** Which message fails, and of what. */
export interface FailHandlerOptions {
  /** What its handler seems to throw. @default an `Error` that says so */
  error?: unknown;
  /** Which one from now on: 1 is the next. @default {1} */
  onMessage?: number;
  /** Which kind of call or cast counts; `""` is a plain message. @default any */
  kind?: string;
}

/** A handler that is to fail; dispose of it to let it be. */
export interface FailingHandler extends Disposable {
  /** Whether it has failed. */
  readonly struck: boolean;
}

/**
 * Lets a server fail in a handler: the message is taken, its handler is not run, and what follows is what follows when it
 * throws, `terminate` and the crash report included.
 *
 * @throws {ArgumentError} If it is no server, or an option is none, or one is to fail there already.
 * @throws {NoProcessError} If nobody is alive there.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { CallError, GenServer, silentLogger, System } from "@superlearner/otp";
 * import { failHandler } from "@superlearner/otp/simulation";
 *
 * const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { say: (n, text: string) => [text, n] } });
 * await using system = new System({ logger: silentLogger });
 * const echo = await system.start(Echo);
 * using failing = failHandler(system, echo.pid!, { error: new RangeError("too loud"), onMessage: 2 });
 * assertEquals(await echo.call("say", "hello"), "hello");
 * await assertRejects(() => echo.call("say", "HELLO"), CallError, "too loud");
 * assertEquals([failing.struck, echo.alive], [true, false]);
 * ```
 */
export function failHandler(system: Host, to: Pid | ProcessName, options: FailHandlerOptions = {}): FailingHandler {
  const { error = new Error("It was made to fail"), onMessage = 1, kind } = options;
  const action = `let a handler of ${nameText(to)} fail`;
  const process = runtimeOf(system).find(to);
  if (process === null) throw new NoProcessError("let a handler fail of", nameText(to));
  if (!process.behaviour.endsWithParent || process.behaviour.trusted) {
    throw new ArgumentError(action, { rule: "it is a server", value: process.behaviour.name });
  }
  if (!Number.isSafeInteger(onMessage) || onMessage < 1) {
    throw new ArgumentError(action, { rule: "onMessage is a whole number from 1 up", value: onMessage });
  }
  const debug = debugOf(process);
  if (debug.failing !== null) throw new ArgumentError(action, { rule: "one at a time is to fail", value: "another" });
  let left = onMessage;
  const own: Failing = {
    due(each): ExitReason | undefined {
      if (kind !== undefined && each !== kind || --left > 0) return undefined;
      off();
      return reasonOf(error);
    },
  };
  debug.failing = own;
  const off = () => {
    if (debug.failing !== own) return;
    debug.failing = null;
    dropIdleDebug(process);
  };
  return {
    get struck() {
      return left <= 0;
    },
    [Symbol.dispose]: off,
  };
}
