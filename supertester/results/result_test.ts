import { assertEquals, assertNotStrictEquals } from "@std/assert";
import { addResultSink, publishResult, type TestResult } from "./result.ts";

const RESULT: TestResult = { kind: "chaos", test: "a", name: "b", passed: true, at: 1, data: { crashes: 3 } };

Deno.test("addResultSink: hears of results until it is disposed of, and so does every other", () => {
  const first: TestResult[] = [];
  const second: TestResult[] = [];
  const sink = (result: TestResult) => void first.push(result);
  using _other = addResultSink((result) => second.push(result));
  {
    using _one = addResultSink(sink);
    using _again = addResultSink(sink);
    publishResult(RESULT);
  }
  publishResult(RESULT);
  assertEquals([first.length, second.length], [2, 2]);
  assertEquals(first[0], RESULT);
});

Deno.test("publishResult: without a sink a result is dropped", () => {
  publishResult(RESULT);
});

Deno.test("addResultSink: copies of the module share their sinks", async () => {
  const copy: typeof import("./result.ts") = await import(`${import.meta.resolve("./result.ts")}?copy`);
  assertNotStrictEquals(copy.publishResult, publishResult);
  const heard: TestResult[] = [];
  using _sink = addResultSink((result) => heard.push(result));
  copy.publishResult(RESULT);
  assertEquals(heard, [RESULT]);
});
