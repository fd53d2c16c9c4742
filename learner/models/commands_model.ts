import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Pid, TreeNode } from "@superlearner/otp";
import type { KillOptions, Source } from "../sources/source.ts";

/** The cast by which servers of the demo are told never to come back. */
export const SPIN = "spin";

/** What was asked about: the process that was there when the question came up. */
export interface KillQuestion {
  /** The place. */
  readonly place: string;
  /** Who is to be killed; not whoever is there when the answer comes. */
  readonly pid: Pid;
}

/** What became of a command. */
export interface CommandResult {
  /** In a sentence. */
  readonly text: string;
  /** Whether it went wrong. */
  readonly failed: boolean;
}

/** Kill, restart, suspend, resume and spin, with their questions and results. */
export class CommandsModel {
  readonly #source: Source;
  readonly #asking: Signal<KillQuestion | undefined> = signal(undefined);
  readonly #result: Signal<CommandResult | undefined> = signal(undefined);

  /** Commands what a source can reach. */
  constructor(source: Source) {
    this.#source = source;
  }

  /** The question that is open. */
  get asking(): ReadonlySignal<KillQuestion | undefined> {
    return this.#asking;
  }

  /** What became of the last command. */
  get result(): ReadonlySignal<CommandResult | undefined> {
    return this.#result;
  }

  /** Asks whether the process in a place is to be killed. */
  askKill(node: TreeNode): void {
    if (node.pid !== undefined) this.#asking.value = { place: node.place, pid: node.pid };
  }

  /** The answer: kill it, or leave it; by force only what whoever answers knows to be a root. */
  async answerKill(kill: boolean, options: KillOptions = {}): Promise<void> {
    const question = this.#asking.value;
    this.#asking.value = undefined;
    if (kill && question !== undefined) {
      await this.#do(`Killed ${question.pid}`, () => this.#source.kill(question.pid, options));
    }
  }

  /** Stops the process in a place and starts it again. */
  restart(node: TreeNode): Promise<void> {
    return this.#do(`Restarted ${node.id}`, () => this.#source.restart(node.place));
  }

  /** Lets a process wait, or go on if it waits. */
  async hold({ pid, status, id }: TreeNode): Promise<void> {
    if (pid === undefined) return;
    if (status === "suspended") await this.#do(`Resumed ${id}`, () => this.#source.resume(pid));
    else await this.#do(`Suspended ${id}`, () => this.#source.suspend(pid));
  }

  /** Tells a server to run for ever, so that it is seen what becomes of it. */
  async spin({ pid, id }: TreeNode): Promise<void> {
    if (pid !== undefined) await this.#do(`Told ${id} to spin`, () => this.#source.cast(pid, SPIN));
  }

  async #do(done: string, command: () => Promise<void>): Promise<void> {
    this.#result.value = await command().then(
      () => ({ text: done, failed: false }),
      (error) => ({ text: error instanceof Error ? error.message : String(error), failed: true }),
    );
  }
}
