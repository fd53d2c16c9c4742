import { die } from "../processes/exit.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { unlink, unwatch, watch, type Watcher } from "../processes/links.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { Deadline } from "../processes/timers.ts";
import type { TaskResult } from "./task_end.ts";
import type { TaskSink, TaskStart } from "./task_process.ts";
import type { StreamSettings } from "./async_stream.ts";

/** What a slot tells the run of its stream. */
export interface SlotOwner {
  readonly consumer: Process | null;
  readonly settings: StreamSettings;
  /** Whether tasks are linked to the consumer. */
  readonly linked: boolean;
  /** An element is done. */
  finished(slot: Slot): void;
  /** The time of an element is up, and the stream's with it. */
  timedOut(slot: Slot): void;
}

/** One element and its task. */
export class Slot extends Deadline implements TaskStart, TaskSink, Watcher {
  readonly input: unknown;
  readonly #run: SlotOwner;
  process: Process | null = null;
  result: TaskResult<unknown> | null = null;
  /** Its time was up. */
  isKilled = false;
  #dropped = false;

  constructor(run: SlotOwner, input: unknown) {
    super();
    this.#run = run;
    this.input = input;
  }

  get body(): TaskStart["body"] {
    const { settings } = this.#run;
    return (self) => settings.run(this.input as never, self);
  }

  get label(): string {
    return this.#run.settings.label;
  }

  get owner(): Process | null {
    return this.#run.consumer;
  }

  get link(): boolean {
    return this.#run.linked;
  }

  attach(process: Process): this {
    this.process = process;
    if (this.#dropped) this.#end("shutdown"); // it was started for a stream that is over
    else if (process.phase === DEAD) this.down(process, process.exitReason!);
    else {
      watch(process, this);
      process.runtime.timers.add(this, this.#run.settings.timeoutMs);
    }
    return this;
  }

  send(task: Process, value: unknown): void {
    this.#finish({ ok: task.runtime.pass(value) });
  }

  down(_process: Process, reason: ExitReason): void {
    this.#finish({ exit: reason });
  }

  expire(): void {
    if (this.#run.settings.onTimeout === "exit") return this.#run.timedOut(this);
    this.isKilled = true;
    this.#forget();
    this.#end("killed");
    this.#finish({ exit: "timeout" });
  }

  /** The stream is over before this element is. */
  drop(): void {
    this.#dropped = true;
    if (this.process === null) return;
    this.#forget();
    this.#end("shutdown");
  }

  #end(reason: ExitReason): void {
    const { consumer } = this.#run;
    if (consumer !== null) unlink(consumer, this.process!);
    die(this.process!, reason);
  }

  #forget(): void {
    unwatch(this.process!, this);
    this.process!.runtime.timers.remove(this, this.#run.settings.timeoutMs);
  }

  #finish(result: TaskResult<unknown>): void {
    if (this.result !== null || this.#dropped) return;
    this.#forget();
    this.result = result;
    this.#run.finished(this);
  }
}
