import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { CallError, type ExitReason } from "@superlearner/otp";
import { crashFailure, FailedRun, firstUserFrame, thrownFailure } from "./failure.ts";

function thrown(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
}

Deno.test("thrownFailure: the same assertion with other values is the same failure, another place is another", () => {
  const check = (n: number) => thrownFailure("thrown", thrown(() => assertEquals(n, 0)));
  assertEquals(check(1).signature, check(2).signature);
  assert(check(1).message !== check(2).message);
  const elsewhere = thrownFailure("thrown", thrown(() => assertEquals(1, 0)));
  assert(elsewhere.signature !== check(1).signature);
  assertMatch(elsewhere.signature, /^thrown {2}AssertionError .*failure_test\.ts:\d+:\d+$/);
});

Deno.test("thrownFailure: tells kinds, errors and calls apart, and takes what is no error", () => {
  const at = (error: unknown) => thrownFailure("final", error, { of: "the sum" }).signature;
  const call = { server: "a", kind: "get", timeoutMs: 1 };
  const signatures = new Set([
    at(new CallError("timeout", call)).split(" at")[0],
    at(new CallError("noproc", call)),
    at("text"),
    at(undefined),
    thrownFailure("invariant", "text", { of: "the sum" }).signature,
  ]);
  assertEquals(signatures.size, 5);
  assertEquals(thrownFailure("thrown", 5).message, 'Thrown: {"thrown":5}');
});

Deno.test("crashFailure: by who, error and place; pids do not count", () => {
  const reason = (message: string): ExitReason => ({
    error: { name: "TypeError", message, stack: "TypeError: x\n    at f (file:///user/a.ts:1:2)" },
  });
  const one = crashFailure("<0.1.0> (bank)", reason("x"));
  assertEquals(one.message, "<0.1.0> (bank) crashed: TypeError: x\n  at file:///user/a.ts:1:2");
  assertEquals(one.signature, crashFailure("<0.9.0> (bank)", reason("y")).signature);
  assert(one.signature !== crashFailure("<0.1.0> (till)", reason("x")).signature);
  const call = { kind: "get", server: "x", timeoutMs: 1 };
  assertEquals(crashFailure("<0.1.0> (a)", { reason: "noproc", call }).signature, "crashed (a) call get noproc");
  assertEquals(crashFailure("<0.1.0> (a)", "oops").signature, "crashed (a) oops");
});

Deno.test("firstUserFrame: skips what asserts and what runs the processes", () => {
  const here = import.meta.resolve("../../");
  const stack = [
    "AssertionError: no",
    "    at assert (https://jsr.io/@std/assert/1.0.0/assert.ts:7:9)",
    `    at run (${here}otp/processes/process.ts:3:1)`,
    "    at async Object.run (file:///user/bank.ts:10:4)",
  ];
  assertEquals(firstUserFrame(stack.join("\n")), "file:///user/bank.ts:10:4");
  assertEquals(firstUserFrame("nothing"), "");
});

Deno.test("FailedRun carries its failure", () => {
  const failure = thrownFailure("thrown", "x");
  assertEquals(
    assertThrows(() => {
      throw new FailedRun(failure);
    }, FailedRun).failure,
    failure,
  );
});
