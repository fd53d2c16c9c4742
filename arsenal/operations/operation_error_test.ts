import { assertEquals } from "@std/assert";
import { OperationError, validationFailed } from "./operation_error.ts";

Deno.test("OperationError names its kind in words", () => {
  const error = new OperationError("process_dead", { status: 404, detail: "<0.1.0> is dead" });
  assertEquals([error.title, error.message, error.status], ["Process dead", "<0.1.0> is dead", 404]);
});

Deno.test("validationFailed() says the first fault and how many more there are", () => {
  const error = validationFailed([
    { in: "query", path: "limit", message: "is not a number" },
    { in: "body", path: "", message: "is missing" },
  ]);
  assertEquals(error.message, "The request is not valid: query limit is not a number, and 1 more");
  assertEquals(validationFailed([]).message, "The request is not valid");
});
