import { type Alarm, ArgumentError, RealClock } from "@superlearner/otp";
import { isTellingAll } from "../presenting/tells_all.ts";
import { logText, recentText, virtualTimeText, withLines } from "./failure_text.ts";
import { checkIsolation, type IsolationOptions } from "./isolation_options.ts";
import { type Runner, TestContext } from "./test_context.ts";

/** A test took longer than it may. */
export class TestTimeoutError extends Error {
  /** Always `"TestTimeoutError"`. */
  override readonly name: string = "TestTimeoutError";
  /** How long it may take, in milliseconds of System time. */
  readonly timeoutMs: number;

  /** Makes the error of a limit. */
  constructor(timeoutMs: number, hint: string = "") {
    super(`The test took more than ${timeoutMs} ms${hint}`);
    this.timeoutMs = timeoutMs;
  }
}

/**
 * A world for one test, for any runner: `await using t = createContext()`. In virtual time the test's code runs by `t.run`.
 *
 * @throws {ArgumentError} If an option is none.
 */
export function createContext(options: IsolationOptions = {}): TestContext {
  checkIsolation(options);
  return new TestContext(options);
}

/**
 * A test with a world of its own: what it starts is stopped, last first; what it leaves behind makes it fail; a failure
 * shows what happened lately. Given to `Deno.test`, so that the editor finds it and `--filter`, `--parallel` and the like
 * work.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { castAndSync, isolated } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: (start: number = 0) => start,
 *   calls: { value: (count) => [count, count] },
 *   casts: { add: (count, n: number) => count + n },
 * });
 *
 * Deno.test("adds", isolated(async (t) => {
 *   const counter = await t.start(Counter, { args: [40] });
 *   await castAndSync(counter, "add", { payload: 2 });
 *   assertEquals(await counter.call("value"), 42);
 * }));
 *
 * Deno.test("an hour later", isolated(async (t) => {
 *   const me = t.attach();
 *   t.system.sendAfter(me.pid, "tea", { delayMs: 3_600_000 });
 *   assertEquals(await me.receive(), "tea");
 * }, { clock: "virtual" }));
 * ```
 */
export function isolated(
  body: (t: TestContext) => void | Promise<void>,
  options: IsolationOptions = {},
): (runner?: Runner) => Promise<void> {
  return async (runner) => {
    checkIsolation(options);
    if (typeof body !== "function") {
      throw new ArgumentError("isolate a test", { rule: "its body is a function", value: body });
    }
    const t = new TestContext({ ...options, ...(runner === undefined ? {} : { runner }) });
    const failures: unknown[] = [];
    try {
      await t.run(() => within(t, body));
    } catch (error) {
      failures.push(error);
    }
    const recent = failures.map((failure) => [
      ...(options.clock === "virtual" ? virtualTimeText(failure, t.system) : []),
      ...(isTellingAll(failure) || failure instanceof ArgumentError
        ? []
        : recentText(t.chronicle, failure instanceof Error ? failure.message : "")),
      ...logText(t.log.records),
    ]).flat();
    try {
      await t[Symbol.asyncDispose]();
    } catch (error) {
      failures.push(error);
    }
    if (failures.length === 0) return;
    const [first, second] = failures;
    const then = second === undefined ? [] : ["Then the clean-up failed:", `  ${second}`];
    throw withLines(first, [...recent, ...then]);
  };
}

/** Runs a test within its time. */
async function within(t: TestContext, body: (t: TestContext) => void | Promise<void>): Promise<void> {
  const { timeoutMs } = t;
  const { clock } = t.system;
  const hint = clock instanceof RealClock ? ': give it a timeoutMs, or clock "virtual"' : "";
  let alarm: Alarm | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    if (timeoutMs === Infinity) return;
    alarm = clock.setAlarm(clock.now() + timeoutMs, () => reject(new TestTimeoutError(timeoutMs, hint)));
  });
  try {
    await Promise.race([body(t), late]);
  } finally {
    alarm?.cancel();
  }
}
