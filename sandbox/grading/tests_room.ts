import type { OutputLine } from "../host/life_options.ts";
import type { Sandbox } from "../host/sandbox.ts";
import type { SandboxHost } from "../host/sandbox_host.ts";
import type { Answer, PlannedTest, TestEvent } from "../testing/protocol.ts";
import { TESTS_BUNDLE } from "../testing/tests_bundle.ts";
import { readEvents, readPlan, readTold } from "./read_told.ts";
import { freePath, openRoom } from "./rooms.ts";

/** How the sandbox of the tests is made. */
export interface TestsRoomOptions {
  /** The modules of the tests, compiled. */
  readonly files: Readonly<Record<string, string>>;
  /** The path of the one that is loaded; it imports the others. */
  readonly entry: string;
  /** The seed of its chance. */
  readonly seed: number;
  /** Told of each line it prints. */
  readonly printed: (line: OutputLine) => void;
}

/** What tests import. */
export const TESTING = "@superlearner/sandbox/testing";
const SEAL = "superlearner:seal";
/** How long something takes at most that is no test, in milliseconds. */
const STEP_MS = 10_000;

/** The sandbox of the tests, where the verdict on each is made. Nothing of the submission is ever in it but plain values. */
export class TestsRoom implements AsyncDisposable {
  readonly #sandbox: Sandbox;
  readonly #secret: string;

  private constructor(sandbox: Sandbox, secret: string) {
    this.#sandbox = sandbox;
    this.#secret = secret;
  }

  /** Makes one. @throws {SandboxError} If the tests do not load. */
  static async open(host: SandboxHost, options: TestsRoomOptions): Promise<TestsRoom> {
    const { files, entry, ...rest } = options;
    const secret = crypto.randomUUID();
    const room = freePath(files, "room");
    const text = [
      `import ${JSON.stringify(SEAL)};`,
      `import ${JSON.stringify(entry)};`,
      `export { answer, begin, next, plan } from ${JSON.stringify(TESTING)};`,
    ].join("\n");
    const seal = `import { seal } from ${JSON.stringify(TESTING)}; seal(${JSON.stringify(secret)});`;
    const source = { modules: { ...files, [room]: text, [TESTING]: TESTS_BUNDLE, [SEAL]: seal } };
    const sandbox = await openRoom(host, {
      ...rest,
      source,
      entry: room,
      isolation: "worker",
      profile: "permissive",
    });
    return new TestsRoom(sandbox, secret);
  }

  /** All tests. @throws {SandboxError} If they do not tell. */
  async plan(): Promise<readonly PlannedTest[]> {
    return readPlan(await this.#run("plan", []));
  }

  /** Begins one, by its place in the plan. @throws {SandboxError} If it does not let go within `timeoutMs`. */
  async begin(at: number, timeoutMs: number): Promise<void> {
    await this.#run("begin", [at], timeoutMs);
  }

  /** What the test tells next. @throws {SandboxError} If that takes longer than `timeoutMs`, or the sandbox has ended. */
  async next(timeoutMs: number): Promise<readonly TestEvent[]> {
    return readEvents(await this.#run("next", [], timeoutMs));
  }

  /** Answers what the test asked. @throws {SandboxError} If it does not take it. */
  async answer(id: number, answer: Answer): Promise<void> {
    await this.#run("answer", [id, answer]);
  }

  /** Destroys it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sandbox.destroy();
  }

  async #run(name: string, args: readonly unknown[], timeoutMs: number = STEP_MS): Promise<unknown> {
    return readTold(await this.#sandbox.run(name, [this.#secret, ...args], { timeoutMs }), this.#secret);
  }
}
