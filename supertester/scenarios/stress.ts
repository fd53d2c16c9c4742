import { ArgumentError, type ExitReason, formatReason, type Pid, processInfo, type Receiver } from "@superlearner/otp";
import { CallError, OverloadError, type Random, SeededRandom, type ServerRef } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { measureMailbox } from "../performance/mailbox.ts";
import { summarize, type Summary } from "../statistics/summary.ts";
import { sync } from "../waiting/sync.ts";
import { checkTarget, processRef } from "../waiting/target.ts";
import type { AnyOperation, CallOperation, Operation } from "./operation.ts";
import { ACTION, checkOperations, settingsOf, type StressOptions } from "./stress_options.ts";

/** An end of the server while it was under stress. */
export interface StressExit {
  /** Who. */
  readonly pid: Pid;
  /** Why. */
  readonly reason: ExitReason;
  /** When, in milliseconds of System time from the beginning. */
  readonly atMs: number;
}

/** What came of it. */
export interface StressReport {
  /** Calls that were answered. */
  readonly calls: number;
  /** Casts that were sent. */
  readonly casts: number;
  /** Steps of one's own that were done. */
  readonly customs: number;
  /** What failed, by its reason. */
  readonly errors: Readonly<Record<string, number>>;
  /** How long calls took that were answered, in milliseconds of System time; absent where none was. */
  readonly callMs?: Summary;
  /** The most messages that waited at once, by count, for the process that was there at the beginning. */
  readonly mailboxPeak: number;
  /** Every end of the server, and of those in its place. */
  readonly exits: readonly StressExit[];
  /** How long it took, in milliseconds of System time. */
  readonly durationMs: number;
}

/**
 * Lets several processes use a server for a while, each operation drawn from a seed, and tells how it stood that. Nothing is
 * linked to the caller. Casts go no faster than the rate, and stop while the mailbox is full.
 *
 * @throws {ArgumentError} If an operation or an option is none; or the rate is without limit where time is virtual, as it
 * would stand still.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { isolated, op, stress } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { value: (sum) => [sum, sum] },
 *   casts: { add: (sum, n: number) => sum + n },
 * });
 *
 * Deno.test("stands a minute", isolated(async (t) => {
 *   const counter = await t.start(Counter);
 *   const report = await stress(counter, [op.call("value"), op.cast("add", 1)], { durationMs: 60_000, rate: 100 });
 *   assertEquals([report.calls + report.casts, report.errors, report.exits], [6000, {}, []]);
 * }, { clock: "virtual" }));
 * ```
 */
export async function stress<Calls, Casts>(
  ref: ServerRef<Calls, Casts>,
  operations: readonly Operation<NoInfer<Calls>, NoInfer<Casts>>[],
  options: StressOptions = {},
): Promise<StressReport> {
  const settings = settingsOf(options);
  const { system } = checkTarget(ACTION, ref);
  checkOperations(operations);
  if (settings.rate === Infinity && system.clock instanceof VirtualClock) {
    throw new ArgumentError(ACTION, { rule: "the rate has a limit where time is virtual", value: Infinity });
  }
  const run = new StressRun(ref as never, operations, settings);
  const { peak } = await measureMailbox(ref, () => run.run());
  const { calls, casts, customs, times, exits } = run;
  return {
    calls,
    casts,
    customs,
    errors: Object.fromEntries([...run.errors].sort(([one], [other]) => one < other ? -1 : 1)),
    ...(times.length === 0 ? {} : { callMs: summarize(times) }),
    mailboxPeak: peak,
    exits,
    durationMs: run.durationMs,
  };
}

class StressRun {
  calls = 0;
  casts = 0;
  customs = 0;
  durationMs = 0;
  readonly errors: Map<string, number> = new Map();
  readonly times: number[] = [];
  readonly exits: StressExit[] = [];
  readonly #ref: ServerRef<unknown, unknown>;
  readonly #operations: readonly AnyOperation[];
  readonly #settings: Required<StressOptions>;
  readonly #began: number;
  readonly #known = new Set<Pid>();

  constructor(
    ref: ServerRef<unknown, unknown>,
    operations: readonly AnyOperation[],
    settings: Required<StressOptions>,
  ) {
    this.#ref = ref;
    this.#operations = operations;
    this.#settings = settings;
    this.#began = ref.system.now();
  }

  async run(): Promise<void> {
    const { system } = this.#ref;
    const { workers, seed } = this.#settings;
    const running = new Map<Pid, () => void>();
    this.#look();
    using _subscription = system.events.subscribe((event) => {
      if (event.type !== "process.exited") return;
      running.get(event.pid)?.();
      if (this.#known.has(event.pid)) this.exits.push({ pid: event.pid, reason: event.reason, atMs: this.#elapsedMs });
    }, { types: ["process.exited"] });
    const ends = Array.from({ length: workers }, (_, worker) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const random = new SeededRandom(seed * 1009 + worker);
      running.set(system.spawn((self) => this.#work(self, { worker, random }), { label: `worker ${worker}` }), resolve);
      return promise;
    });
    await Promise.all(ends);
    await sync(this.#ref, { timeoutMs: this.#settings.callTimeoutMs }).catch(() => {}); // with what it was told last
    this.durationMs = this.#elapsedMs;
  }

  get #elapsedMs(): number {
    return this.#ref.system.now() - this.#began;
  }

  async #work(self: Receiver, { worker, random }: { worker: number; random: Random }): Promise<void> {
    const { workers, rate, durationMs } = this.#settings;
    const everyMs = rate === Infinity ? 0 : 1000 * workers / rate;
    for (let step = 0;; step++) {
      const due = rate === Infinity ? this.#elapsedMs : (step + worker / workers) * everyMs;
      if (due >= durationMs || this.#elapsedMs >= durationMs) return;
      await self.receive(() => false, { timeoutMs: Math.max(0, due - this.#elapsedMs) });
      const operation = this.#operations[Math.floor(random.next() * this.#operations.length)]!;
      try {
        await this.#perform(operation, { self, client: worker, step });
      } catch (error) {
        const reason = reasonOf(error);
        this.errors.set(reason, (this.errors.get(reason) ?? 0) + 1);
      }
      this.#look();
    }
  }

  async #perform(operation: AnyOperation, at: { self: Receiver; client: number; step: number }): Promise<void> {
    const server = this.#ref as unknown as {
      call(kind: string, payload: unknown, options: { timeoutMs: number }): Promise<unknown>;
      cast(kind: string, payload: unknown): void;
    };
    if (operation.does === "custom") {
      await operation.run(server as never, at);
      this.customs++;
      return;
    }
    const { kind, payload } = operation as CallOperation;
    if (operation.does === "call") {
      const asked = this.#elapsedMs;
      await server.call(kind, payload, { timeoutMs: this.#settings.callTimeoutMs });
      this.times.push(this.#elapsedMs - asked);
      this.calls++;
      return;
    }
    const { system, pid } = this.#ref;
    const waiting = pid === undefined ? 0 : processInfo(system, pid)?.mailboxLength ?? 0;
    if (waiting >= this.#settings.maxMailbox) {
      await sync(processRef(system, pid!), { timeoutMs: this.#settings.callTimeoutMs });
    }
    server.cast(kind, payload);
    this.casts++;
  }

  /** Who is the server now. */
  #look(): void {
    const { pid } = this.#ref;
    if (pid !== undefined) this.#known.add(pid);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof CallError) return formatReason(error.reason);
  if (error instanceof OverloadError) return "overload";
  return error instanceof Error ? error.name : formatReason({ thrown: error });
}
