import { assertEquals } from "@std/assert";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import type { Answer, TestEvent } from "../testing/protocol.ts";
import { runTest } from "./test_run.ts";

interface Script {
  readonly events: readonly (readonly TestEvent[])[];
  readonly ask?: () => Promise<Answer>;
  readonly failure?: SandboxFailure;
  readonly stepMs?: number;
}

/** A test and a submission that do as they are told, in a time that goes on by itself. */
async function played({ events, ask = () => Promise.reject(new Error("no")), failure, stepMs = 1 }: Script) {
  let time = 0;
  const left = [...events];
  const answers: [number, Answer][] = [];
  const verdict = await runTest({
    planned: { name: "it", points: 1, timeoutMs: 100 },
    at: 0,
    now: () => time,
    tests: {
      begin: () => Promise.resolve(),
      next: (timeoutMs) => {
        time += stepMs;
        const told = left.shift();
        if (told !== undefined) return Promise.resolve(told);
        return ask === undefined ? Promise.reject(new SandboxError("wait", late(timeoutMs))) : new Promise(() => {});
      },
      answer: (id, answer) => (answers.push([id, answer]), Promise.resolve()),
    },
    submission: { failure, ask },
  });
  return { verdict, answers };
}

const late = (timeoutMs: number): SandboxFailure => ({ kind: "timeout", what: "next", timeoutMs });
const passed: TestEvent = ["finished", { passed: true, message: "" }];
const asks: TestEvent = ["ask", 1, "call", ["f", []]];

Deno.test("runTest: what finishes has passed or failed", async () => {
  assertEquals((await played({ events: [[passed]] })).verdict, { status: "passed", clean: true, timeMs: 1 });
  const failed: TestEvent = ["finished", { passed: false, message: "no" }];
  assertEquals((await played({ events: [[failed]] })).verdict.message, "no");
});

Deno.test("runTest: answers go back, and what nobody awaited leaves the ground unclean", async () => {
  const ask = () => Promise.resolve<Answer>({ outcome: "gave", value: 1 });
  const { verdict, answers } = await played({ events: [[asks], [], [], [], [passed]], ask });
  assertEquals([answers, verdict.status, verdict.clean], [[[1, { outcome: "gave", value: 1 }]], "passed", true]);
  const left = await played({ events: [[asks, passed]], ask: () => new Promise(() => {}) });
  assertEquals([left.verdict.status, left.verdict.clean], ["passed", false]);
});

Deno.test("runTest: a submission that has ended has not passed, whatever the test says", async () => {
  const { verdict } = await played({ events: [[passed]], failure: { kind: "crashed", exit: "gone" } });
  assertEquals([verdict.status, verdict.message], ["crashed", "The submission ended: it crashed: gone"]);
});

Deno.test("runTest: what the submission lacks or cannot say ends the test", async () => {
  const lacks = await played({ events: [[asks]], ask: () => Promise.resolve({ outcome: "lacks", what: "no f" }) });
  assertEquals([lacks.verdict.status, lacks.verdict.message], ["failed", "no f"]);
  const rejected = (failure: SandboxFailure) =>
    played({ events: [[asks]], ask: () => Promise.reject(new SandboxError("ask", failure)) });
  const mute = await rejected({ kind: "not_serialisable", path: "x", what: "a function" });
  assertEquals(mute.verdict.status, "failed");
  const slow = await rejected({ kind: "limit_exceeded", limit: "wallMs", value: 1, used: 1, at: 0 });
  assertEquals(slow.verdict.status, "timeout");
});

Deno.test("runTest: a test that goes on telling is over at its time", async () => {
  const { verdict } = await played({ events: Array.from({ length: 50 }, () => []), stepMs: 30 });
  assertEquals([verdict.status, verdict.message], ["timeout", "It took more than 100 ms"]);
});
