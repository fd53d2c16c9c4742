import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import { type StartInStream, StreamRun } from "./_stream_run.ts";
import { labelOf, startTask, type TaskSelf } from "./task_process.ts";
import type { Awaitable } from "./gen_server_types.ts";
import { checkTimeout } from "./start.ts";

/** Elements that come at once or one by one. */
export type Elements<Element> = Iterable<Element> | AsyncIterable<Element>;

/** How elements are worked on. */
export interface AsyncStreamOptions<Element, Value, Zip extends boolean = false> {
  /** What is done with each element, in a task of its own. */
  run: (element: Element, self: TaskSelf) => Awaitable<Value>;
  /**
   * How many tasks run at the same time. A fixed number, not one of the machine: all tasks of a System share one core, so
   * what it should be depends on what they wait for. @default {8}
   */
  maxConcurrency?: number;
  /**
   * Whether results come in the order of the elements. Those that are ready before their turn are kept until then: behind
   * one slow element that may be all others. @default {true}
   */
  ordered?: boolean;
  /** How long each task may take, in milliseconds; `Infinity` for as long as it likes. @default {5000} */
  timeoutMs?: number;
  /**
   * What happens when a task takes longer: the stream ends with a `TaskError` `"timeout"` and its tasks with it, or that task
   * is killed and gives `{ exit: "timeout" }`. @default {"exit"}
   */
  onTimeout?: "exit" | "kill_task";
  /** Whether `exit` also says for which element: `{ exit: { input, reason } }`. @default {false} */
  zipInputOnExit?: Zip;
  /** Shown as the module of the tasks' processes. @default the name of `run`, or `"task"` */
  label?: string;
}

/** What came of one element: its value, or why there is none. */
export type StreamResult<Element, Value, Zip extends boolean = false> =
  | { readonly ok: Value }
  | {
    readonly exit: Zip extends true ? { readonly input: Element; readonly reason: ExitReason } : ExitReason;
  };

/** The options with every default in its place. */
export interface StreamSettings {
  readonly run: (element: never, self: TaskSelf) => unknown;
  readonly maxConcurrency: number;
  readonly ordered: boolean;
  readonly timeoutMs: number;
  readonly onTimeout: "exit" | "kill_task";
  readonly zipInputOnExit: boolean;
  readonly label: string;
  /** Whether tasks are linked to the consumer. */
  readonly link: boolean;
}

/** A lazy stream over elements whose tasks are started in some way. Each iteration of it is a run of its own. */
export class TaskStream<Element, Value, Zip extends boolean>
  implements AsyncIterable<StreamResult<Element, Value, Zip>> {
  readonly #host: Host;
  readonly #elements: Elements<Element>;
  readonly #parts: { readonly settings: StreamSettings; readonly start: StartInStream };

  /** @internal */
  constructor(
    host: Host,
    elements: Elements<Element>,
    parts: { readonly settings: StreamSettings; readonly start: StartInStream },
  ) {
    this.#host = host;
    this.#elements = elements;
    this.#parts = parts;
  }

  /** Begins anew; nothing is taken from the source before the first result is asked for. */
  [Symbol.asyncIterator](): AsyncIterableIterator<StreamResult<Element, Value, Zip>, undefined, void> {
    const run = new StreamRun(runtimeOf(this.#host), ownerOf(this.#host), { elements: this.#elements, ...this.#parts });
    return run as AsyncIterableIterator<StreamResult<Element, Value, Zip>, undefined, void>;
  }
}

/** A stream of tasks that are children of their consumer; see `Task.asyncStream`. */
export function asyncStream<Element, Value, const Zip extends boolean = false>(
  host: Host,
  elements: Elements<Element>,
  options: AsyncStreamOptions<Element, Value, Zip>,
): TaskStream<Element, Value, Zip> {
  const runtime = runtimeOf(host);
  const parent = ownerOf(host);
  const settings = checkStream(elements, { ...checkOptions("make a stream of tasks", options), link: true });
  return new TaskStream(host, elements, { settings, start: (task) => void startTask(runtime, task, { parent }) });
}

/** Checks what a stream is made of, and fills in the defaults. */
export function checkStream<Element, Value>(
  elements: Elements<Element>,
  options: AsyncStreamOptions<Element, Value, boolean> & { readonly link: boolean },
): StreamSettings {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError("make a stream of tasks", { rule, value });
  };
  const { run, maxConcurrency = 8, ordered = true, timeoutMs = 5000, onTimeout = "exit", link } = options;
  const { zipInputOnExit = false } = options;
  const source = elements as Partial<Iterable<Element> & AsyncIterable<Element>> | null | undefined;
  if (typeof (source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator]) !== "function") {
    refuse("what it goes over can be iterated", elements);
  }
  if (typeof run !== "function") refuse("run is a function", run);
  const label = labelOf(run, options);
  if (!(Number.isInteger(maxConcurrency) && maxConcurrency > 0) && maxConcurrency !== Infinity) {
    refuse("maxConcurrency is a whole number from 1 up, or Infinity", maxConcurrency);
  }
  if (typeof ordered !== "boolean") refuse("ordered is true or false", ordered);
  if (typeof zipInputOnExit !== "boolean") refuse("zipInputOnExit is true or false", zipInputOnExit);
  if (onTimeout !== "exit" && onTimeout !== "kill_task") refuse("onTimeout is exit or kill_task", onTimeout);
  checkTimeout("make a stream of tasks", timeoutMs);
  return { run, maxConcurrency, ordered, timeoutMs, onTimeout, zipInputOnExit, label, link };
}
