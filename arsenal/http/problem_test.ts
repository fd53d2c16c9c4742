import { assertEquals } from "@std/assert";
import { OperationError } from "../operations/operation_error.ts";
import { problemOf, problemResponse } from "./problem.ts";

const error = new OperationError("worker_missing", {
  status: 404,
  detail: "There is no worker 7",
  headers: { "retry-after": "3" },
  facts: { reason: "never_existed" },
  cause: new Error("inside"),
});

Deno.test("problemOf() has the members of RFC 9457, and ours", () => {
  assertEquals(problemOf(error, { instance: "/workers/7", wallTime: 0, operation: "getWorker" }), {
    type: "urn:superlearner:problem:worker_missing",
    title: "Worker missing",
    status: 404,
    detail: "There is no worker 7",
    instance: "/workers/7",
    code: "worker_missing",
    success: false,
    timestamp: "1970-01-01T00:00:00.000Z",
    operation: "getWorker",
    errors: [],
    reason: "never_existed",
  });
});

Deno.test("problemResponse() says its type and is not cached", async () => {
  const response = problemResponse(error, { instance: `/${"x".repeat(1000)}`, wallTime: 0 });
  const { headers } = response;
  assertEquals(
    [response.status, headers.get("content-type"), headers.get("cache-control"), headers.get("retry-after")],
    [
      404,
      "application/problem+json",
      "no-store",
      "3",
    ],
  );
  const text = await response.text();
  assertEquals([JSON.parse(text).instance.length, JSON.parse(text).operation, text.includes("inside")], [
    300,
    null,
    false,
  ]);
});
