import { guestText, SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import type { Answer, AskName, PlannedTest, TestEvent, TestOutcome } from "../testing/protocol.ts";
import { describeFailure } from "./describe_failure.ts";
import type { TestStatus } from "./grade_result.ts";

/** What came of one run of a test. */
export interface Verdict {
  /** What became of it. */
  readonly status: TestStatus;
  /** Why. */
  readonly message?: string;
  /** How long it took, in milliseconds. */
  readonly timeMs: number;
  /** Whether the sandbox of the tests is as it was before: nothing of this test goes on there. */
  readonly clean: boolean;
}

/** Who runs tests. */
export interface TestRunner {
  /** Begins one. */
  begin(at: number, timeoutMs: number): Promise<void>;
  /** What it tells next. */
  next(timeoutMs: number): Promise<readonly TestEvent[]>;
  /** Answers it. */
  answer(id: number, answer: Answer): Promise<void>;
}

/** Who is asked. */
export interface Asked {
  /** What it has died of. */
  readonly failure: SandboxFailure | undefined;
  /** Asks it. */
  ask(name: AskName, args: readonly unknown[]): Promise<Answer>;
}

/** What a run is made of. */
export interface RunTestOptions {
  /** The test. */
  readonly planned: PlannedTest;
  /** Its place in the plan. */
  readonly at: number;
  /** Where it runs. */
  readonly tests: TestRunner;
  /** What it runs against. */
  readonly submission: Asked;
  /** The time, in milliseconds. */
  readonly now: () => number;
}

type End = Omit<Verdict, "timeMs">;

/**
 * Runs one test, and carries between the two sandboxes. A test can expect an error that the submission throws; what it
 * cannot expect, or catch, is that the submission lacks something, ends, or does not answer: then the test is over.
 */
export async function runTest(options: RunTestOptions): Promise<Verdict> {
  const { planned: { timeoutMs }, now } = options;
  const began = now();
  const over = Promise.withResolvers<End>();
  const end = await Promise.race([carry(options, { began, over }), over.promise]).catch((error: unknown): End => {
    const late = error instanceof SandboxError && error.failure.kind === "timeout";
    if (late) return lateAfter(timeoutMs);
    return { status: "failed", message: `The tests ended: ${messageOf(error)}`, clean: false };
  });
  return { ...end, timeMs: Math.round(now() - began) };
}

async function carry(
  { planned: { timeoutMs }, at, tests, submission, now }: RunTestOptions,
  { began, over }: { readonly began: number; readonly over: PromiseWithResolvers<End> },
): Promise<End> {
  await tests.begin(at, timeoutMs);
  let asked = 0;
  for (;;) {
    const leftMs = Math.ceil(timeoutMs - (now() - began));
    if (leftMs <= 0) return lateAfter(timeoutMs); // it has always something new to ask
    const events = await tests.next(leftMs);
    for (const event of events) {
      if (event[0] === "finished") return finished(event[1], { asked, failure: submission.failure });
      const [, id, name, args] = event;
      asked++;
      submission.ask(name, args).then(async (answer) => {
        asked--;
        if (answer.outcome !== "lacks") return await tests.answer(id, answer);
        over.resolve({ status: "failed", message: guestText(answer.what), clean: false });
      }).catch((error: unknown) => over.resolve(unanswered(error, submission.failure)));
    }
  }
}

function lateAfter(timeoutMs: number): End {
  return { status: "timeout", message: `It took more than ${timeoutMs} ms`, clean: false };
}

function finished(
  { passed, message }: TestOutcome,
  { asked, failure }: { readonly asked: number; readonly failure: SandboxFailure | undefined },
): End {
  const clean = asked === 0;
  if (failure !== undefined) return { status: "crashed", message: textOf(failure), clean };
  return passed ? { status: "passed", clean } : { status: "failed", message: guestText(message), clean };
}

/** The submission did not answer: because it is no more, does not come to an end, or has said what cannot be said. */
function unanswered(error: unknown, failure: SandboxFailure | undefined): End {
  if (failure !== undefined) return { status: "crashed", message: textOf(failure), clean: false };
  const kind = error instanceof SandboxError ? error.failure.kind : undefined;
  const status = kind === "timeout" || kind === "limit_exceeded" ? "timeout" : "failed";
  return { status, message: messageOf(error), clean: false };
}

function textOf(failure: SandboxFailure): string {
  return `The submission ended: ${describeFailure(failure)}`;
}

function messageOf(error: unknown): string {
  return error instanceof SandboxError ? describeFailure(error.failure) : guestText(error);
}
