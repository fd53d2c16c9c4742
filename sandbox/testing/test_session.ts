import { checkKnown, refuse } from "./check_asked.ts";
import { revived } from "./revived.ts";
import type { Answer, AskName, PlannedTest, TestEvent, TestOutcome, Told } from "./protocol.ts";

/** How a test counts. */
export interface TestOptions {
  /** What it counts, from 0 up. @default {1} */
  readonly points?: number;
  /** How long it may take, in milliseconds, at most five minutes. @default {5000} */
  readonly timeoutMs?: number;
}

/** What a test does: it has passed if it comes to its end. */
export type TestFunction = () => unknown;

const LONGEST_MS = 300_000;
const KNOWN: Readonly<Record<keyof TestOptions, true>> = { points: true, timeoutMs: true };

/**
 * The tests of one sandbox: registered while their modules load, then run one at a time as the host says. What a test asks
 * of the submission is fetched by the host, and answered by it.
 */
export class TestSession {
  readonly #tests: { readonly planned: PlannedTest; readonly body: TestFunction }[] = [];
  readonly #asked = new Map<number, PromiseWithResolvers<unknown>>();
  #secret: string | undefined;
  #closed = false;
  #events: TestEvent[] = [];
  #wake: PromiseWithResolvers<void> = Promise.withResolvers();
  #running: object | undefined;
  #lastAsk = 0;

  /** Takes the word that all that is told is to carry. Only the first one counts. */
  seal(secret: string): void {
    this.#secret ??= secret;
  }

  /** Registers a test. @throws {ArgumentError} If it is none, its name is taken, or the plan was made. */
  register(name: string, body: TestFunction, options: TestOptions = {}): void {
    const { points = 1, timeoutMs = 5000 } = checkKnown(options, KNOWN);
    if (typeof name !== "string" || name === "") refuse("a test has a name", name);
    if (this.#tests.some(({ planned }) => planned.name === name)) refuse("each test has a name of its own", name);
    if (typeof body !== "function") refuse("a test is a function", body);
    if (!(Number.isFinite(points) && points >= 0)) refuse("points is a number from 0 up", points);
    if (!(typeof timeoutMs === "number" && timeoutMs > 0 && timeoutMs <= LONGEST_MS)) {
      refuse(`timeoutMs is above 0 and at most ${LONGEST_MS}`, timeoutMs);
    }
    if (this.#closed) refuse("tests are registered while their module loads", name);
    this.#tests.push({ planned: { name, points, timeoutMs }, body });
  }

  /** All tests, in their order. None is registered any more. */
  plan(secret: string): Told<readonly PlannedTest[]> {
    this.#closed = true;
    return this.#told(secret, this.#tests.map(({ planned }) => planned));
  }

  /** Begins a test, by its place in the plan. */
  begin(secret: string, at: number): Told<null> {
    const told = this.#told(secret, null);
    this.#closed = true;
    const found = this.#tests[at];
    if (found === undefined) refuse("a test of the plan", at);
    this.#abandon();
    const run = this.#running = {};
    // Not within the call: what a test does is no part of the answer that it has begun.
    void Promise.resolve().then(() => found!.body()).then(
      () => this.#finish(run, { passed: true, message: "" }),
      (error: unknown) => this.#finish(run, { passed: false, message: describe(error) }),
    );
    return told;
  }

  /** What has happened since it was asked last; waits until there is something. */
  async next(secret: string): Promise<Told<readonly TestEvent[]>> {
    this.#told(secret, null);
    if (this.#events.length === 0) await this.#wake.promise;
    const events = this.#events;
    this.#events = [];
    this.#wake = Promise.withResolvers();
    return this.#told(secret, events);
  }

  /** Brings the answer to something that was asked. */
  answer(secret: string, id: number, answer: Answer): Told<null> {
    const told = this.#told(secret, null);
    const waiting = this.#asked.get(id);
    this.#asked.delete(id);
    if (answer.outcome === "gave") waiting?.resolve(answer.value);
    else if (answer.outcome === "threw") waiting?.reject(revived(answer.name, answer.message));
    return told;
  }

  /** Asks the submission. @throws {ArgumentError} If no test is running. */
  ask(name: AskName, args: readonly unknown[]): Promise<unknown> {
    if (this.#running === undefined) refuse("a submission is asked from within a test", name);
    const id = ++this.#lastAsk;
    const answer = Promise.withResolvers<unknown>();
    this.#asked.set(id, answer);
    this.#tell(["ask", id, name, args]);
    return answer.promise;
  }

  #finish(run: object, outcome: TestOutcome): void {
    if (this.#running !== run) return; // its time was over
    this.#abandon();
    this.#tell(["finished", outcome]);
  }

  /** What is still waiting then waits for ever: the test it belongs to is over. */
  #abandon(): void {
    this.#running = undefined;
    this.#asked.clear();
  }

  #tell(event: TestEvent): void {
    this.#events.push(event);
    this.#wake.resolve();
  }

  #told<Value>(secret: string, value: Value): Told<Value> {
    if (this.#secret === undefined || secret !== this.#secret) {
      refuse("the host says the word of the run", "another one");
    }
    return { secret: this.#secret!, value };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `It threw ${String(error)}`;
  return error.name === "AssertionError" ? error.message : `${error.name}: ${error.message}`;
}
