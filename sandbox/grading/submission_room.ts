import type { OutputLine } from "../host/life_options.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { SandboxHost } from "../host/sandbox_host.ts";
import type { Isolation, Limits, SharedIsolation } from "../limits/limits.ts";
import type { SandboxFailure } from "../limits/sandbox_error.ts";
import type { Answer, AskName } from "../testing/protocol.ts";
import { SUBMISSION_BUNDLE } from "../testing/submission_bundle.ts";
import { readAnswer } from "./read_told.ts";
import { freePath, openRoom } from "./rooms.ts";

/** How the sandbox of a submission is made. */
export interface SubmissionRoomOptions {
  /** The modules that were handed in, compiled. */
  readonly files: Readonly<Record<string, string>>;
  /** The path of the one that is asked. */
  readonly entry: string;
  /** Where it lives. */
  readonly isolation: Isolation | SharedIsolation;
  /** What it may use. */
  readonly limits: Limits;
  /** The seed of its chance. */
  readonly seed: number;
  /** Told of each line it prints. */
  readonly printed: (line: OutputLine) => void;
}

const EXPOSED = "superlearner:submission";

/** The sandbox of a submission: it knows of no test, and answers what it is asked. */
export class SubmissionRoom implements AsyncDisposable {
  readonly #sandbox: Sandbox;

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Makes one. @throws {SandboxError} If what was handed in does not load. */
  static async open(host: SandboxHost, options: SubmissionRoomOptions): Promise<SubmissionRoom> {
    const { files, entry, ...rest } = options;
    const room = freePath(files, "room");
    const text = [
      `import { expose } from ${JSON.stringify(EXPOSED)};`,
      `import { system } from "@superlearner/sandbox/guest";`,
      `import * as handedIn from ${JSON.stringify(entry)};`,
      `export const ask = expose(handedIn, system);`,
    ].join("\n");
    const source = { modules: { ...files, [room]: text, [EXPOSED]: SUBMISSION_BUNDLE } };
    return new SubmissionRoom(await openRoom(host, { ...rest, source, entry: room, profile: "strict" }));
  }

  /** What it has died of; `undefined` while it lives. */
  get failure(): SandboxFailure | undefined {
    const { status, failure } = this.#sandbox.info();
    // The error comes first: its process learns of it only when it has its turn.
    return failure?.failure ?? (status === "running" ? undefined : { kind: "crashed", exit: `it is ${status}` });
  }

  /** The CPU time that it has had, in milliseconds. */
  get cpuMs(): number {
    return this.#sandbox.info().usage.cpuMs;
  }

  /** Asks it. @throws {SandboxError} If it does not answer, or not in a form that can cross. */
  async ask(name: AskName, args: readonly unknown[]): Promise<Answer> {
    return readAnswer(await this.#sandbox.run("ask", [name, args]));
  }

  /** Destroys it, with whatever is still waiting in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sandbox.destroy();
  }
}
