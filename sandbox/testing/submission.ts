import { checkArgs, checkKnown, checkName } from "./check_asked.ts";
import { SubmittedProcess } from "./submitted_process.ts";
import type { AskName } from "./protocol.ts";

/** Asks the sandbox of the submission. */
export type Ask = (name: AskName, args: readonly unknown[]) => Promise<unknown>;

/** How a definition of the submission is started. */
export interface StartSubmittedOptions {
  /** The arguments of its start. @default {[]} */
  readonly args?: readonly unknown[];
  /** The name it is registered under. @default none */
  readonly name?: string;
}

const OF_START: Readonly<Record<keyof StartSubmittedOptions, true>> = { args: true, name: true };

/** A supervision tree of the submission, as data. */
export interface SubmittedTree {
  /** The process; `null` for a child that is not running. */
  readonly pid: string | null;
  /** What its supervisor calls it. */
  readonly id: string;
  /** The name it is registered under. */
  readonly name?: string;
  /** Whether there can be others below it. */
  readonly type: "worker" | "supervisor";
  /** Of a supervisor: whom it restarts when one dies. */
  readonly strategy?: string;
  /** How often it was restarted. */
  readonly restarts: number;
  /** Those below it. */
  readonly children: readonly SubmittedTree[];
}

/**
 * What was handed in, as a test sees it: it runs in another sandbox, made anew for each test. Values go over as plain data
 * and are what they were at that moment: there is no object that could answer one thing now and another later.
 *
 * What the code of the submission throws, it throws here as well: an error of the same name and message, and of the same
 * class if that is one of the language's. What the submission does not have, gives in a form that cannot cross, or does not
 * survive, is no error that a test could expect: the test has failed.
 */
export class Submission {
  readonly #ask: Ask;

  /** Made by what is imported as `submission`. @param ask The way to it. */
  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Calls a function that its entry exports, and gives what that gives. */
  async call<Result = unknown>(name: string, args: readonly unknown[] = []): Promise<Result> {
    return await this.#ask("call", [checkName("a function", name), checkArgs(args)]) as Result;
  }

  /** A value that its entry exports. */
  async value<Value = unknown>(name: string): Promise<Value> {
    return await this.#ask("value", [checkName("a value", name)]) as Value;
  }

  /** Starts a definition that its entry exports. */
  async start(definition: string, options: StartSubmittedOptions = {}): Promise<SubmittedProcess> {
    const { args = [], name } = checkKnown(options, OF_START);
    checkArgs(args);
    if (name !== undefined) checkName("a process", name);
    return this.#process(await this.#ask("start", [checkName("a definition", definition), options]) as string);
  }

  /** The process of a name; `undefined` if nobody has it. */
  async whereis(name: string): Promise<SubmittedProcess | undefined> {
    const pid = await this.#ask("whereis", [checkName("a process", name)]) as string | null;
    return pid === null ? undefined : this.#process(pid);
  }

  /** Its supervision trees. */
  async tree(): Promise<readonly SubmittedTree[]> {
    return await this.#ask("tree", []) as readonly SubmittedTree[];
  }

  /** Waits until no process of it has anything to do: what was cast is then done. */
  async settle(): Promise<void> {
    await this.#ask("settle", []);
  }

  #process(pid: string): SubmittedProcess {
    return new SubmittedProcess(this.#ask, pid);
  }
}
