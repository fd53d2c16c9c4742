import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { System } from "@superlearner/otp";
import { z } from "zod";
import { defineOperation } from "./define_operation.ts";
import type { Operation } from "./operation.ts";
import { OperationError } from "./operation_error.ts";
import { ANONYMOUS, LOCAL } from "./principal.ts";
import { type ExecutionRecord, Registry } from "./registry.ts";

function operation(name: string, path: string, handler: () => unknown = () => name): Operation {
  return defineOperation({
    name,
    method: "GET",
    path,
    summary: `Does ${name}`,
    response: z.unknown(),
    permission: "things:read",
    handler,
  });
}

Deno.test("case 17: Registry refuses operations that are equal up to the names of parameters, and names both", async () => {
  await using system = new System();
  const [one, other] = [operation("one", "/a/{x}"), operation("other", "/a/{y}")];
  assertThrows(
    () => new Registry({ system, operations: [one, other] }),
    TypeError,
    "Cannot register the operation other (GET /a/{y}): method and path are unique, and one (GET /a/{x}) has them",
  );
  assertThrows(
    () => new Registry({ system, operations: [one, operation("one", "/b")] }),
    TypeError,
    "Cannot register the operation one (GET /b): a name is unique, and GET /a/{x} has it",
  );
});

Deno.test("case 17: Registry lists text before a parameter", async () => {
  await using system = new System();
  const registry = new Registry({ system, operations: [operation("one", "/a/{x}"), operation("top", "/a/top")] });
  assertEquals(registry.operations.map(({ name }) => name), ["top", "one"]);
  assertEquals(registry.methodsOf("/a/top"), ["GET", "HEAD"]);
  assertEquals(registry.methodsOf("/b"), []);
});

Deno.test("Registry.search() finds a text in name, path, summary and tags", async () => {
  await using system = new System();
  const registry = new Registry({ system, operations: [operation("zeta", "/b/c"), operation("alpha", "/a")] });
  assertEquals(registry.search("").map(({ name }) => name), ["alpha", "zeta"]);
  assertEquals(registry.search("B/C").map(({ name }) => name), ["zeta"]);
  assertEquals(registry.search("does ALPHA").map(({ name }) => name), ["alpha"]);
});

Deno.test("Registry.execute() authorizes without HTTP as well, and tells of refusals and failures", async () => {
  await using system = new System();
  const records: ExecutionRecord[] = [];
  const errors: unknown[] = [];
  const boom = operation("boom", "/boom", () => {
    throw "no Error at all";
  });
  const registry = new Registry({
    system,
    operations: [operation("fine", "/fine"), boom],
    onExecuted: (record) => records.push(record),
    onError: (error) => errors.push(error),
  });
  assertEquals((await registry.execute("fine", {}, { principal: LOCAL })).value, "fine");
  await assertRejects(
    () => registry.execute("fine", { query: { bad: 1 } }, { principal: ANONYMOUS }),
    OperationError,
    "fine needs the permission things:read",
  );
  await assertRejects(
    () => registry.execute("boom", {}, { principal: LOCAL }),
    OperationError,
    "The operation boom failed",
  );
  await assertRejects(
    () => registry.execute("nope", {}, { principal: LOCAL }),
    OperationError,
    "There is no operation nope",
  );
  assertEquals(records.map(({ operation, status, code }) => [operation.name, status, code]), [
    ["fine", 200, undefined],
    ["fine", 403, "forbidden"],
    ["boom", 500, "internal"],
  ]);
  assertEquals(errors, ["no Error at all"]);
});
