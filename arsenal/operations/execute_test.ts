import { assert, assertEquals, assertRejects } from "@std/assert";
import { System } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { z } from "zod";
import { defineOperation } from "./define_operation.ts";
import { execute } from "./execute.ts";
import { OperationError } from "./operation_error.ts";
import { ANONYMOUS, LOCAL } from "./principal.ts";
import { RowsReply } from "./reply.ts";

const HEAD = {
  name: "thing",
  method: "POST",
  path: "/things/{id}",
  summary: "A thing",
  permission: "things:write",
} as const;
const system = new System();
const context = () => ({ principal: LOCAL, system, clock: new VirtualClock() });

Deno.test("execute() gives the handler checked input and lets out what the schema lists", async () => {
  const thing = defineOperation({
    ...HEAD,
    query: z.object({ n: z.int().default(2) }),
    response: z.object({ text: z.string() }),
    handler: ({ params, query, setHeader, setStatus }) => {
      setHeader("Location", "/here");
      setStatus(201);
      return { text: params.id.repeat(query.n), secret: "inside" };
    },
  });
  const { value, status, headers } = await execute(thing, { params: { id: "ab" } }, context());
  assertEquals([value, status, headers], [{ text: "abab" }, 201, { location: "/here" }]);
});

Deno.test("case 27: execute() asks for the permission before it looks at the input", async () => {
  const thing = defineOperation({ ...HEAD, response: z.unknown(), handler: () => 1 });
  const forbidden = () => execute(thing, { body: { wrong: true } }, { ...context(), principal: ANONYMOUS });
  await assertRejects(forbidden, OperationError, "thing needs the permission things:write");
});

Deno.test("execute() tells the faults of all parts at once", async () => {
  const thing = defineOperation({ ...HEAD, response: z.unknown(), handler: () => 1 });
  const error = await assertRejects(
    () => execute(thing, { params: { id: "" }, query: { a: 1 }, body: { b: 1 } }, context()),
    OperationError,
  );
  assertEquals(error.errors.map((each) => [each.in, each.path]), [["path", "id"], ["query", "a"], ["body", "b"]]);
});

Deno.test("case 4: execute() keeps path, query and body apart", async () => {
  const fields = z.object({ id: z.string() });
  const thing = defineOperation({
    ...HEAD,
    query: fields,
    body: fields,
    response: z.unknown(),
    handler: ({ params, query, body }) => [params.id, query.id, body.id],
  });
  const input = { params: { id: "path" }, query: { id: "query" }, body: { id: "body" } };
  assertEquals((await execute(thing, input, context())).value, ["path", "query", "body"]);
});

Deno.test("execute() ends a handler that takes too long, by the clock it is given", async () => {
  const clock = new VirtualClock();
  let aborted = false;
  const slow = defineOperation({
    ...HEAD,
    response: z.unknown(),
    timeoutMs: 5000,
    handler: ({ signal }) => new Promise(() => signal.addEventListener("abort", () => aborted = true)),
  });
  const executed = execute(slow, { params: { id: "1" } }, { ...context(), clock });
  const rejected = assertRejects(() => executed, OperationError, "thing took longer than 5000 ms");
  await clock.advance(5000, () => Promise.resolve());
  assertEquals([(await rejected).status, (await rejected).code], [504, "operation_timeout"]);
  assert(aborted);
});

Deno.test("execute() leaves no alarm behind", async () => {
  const clock = new VirtualClock();
  const quick = defineOperation({ ...HEAD, response: z.unknown(), handler: () => Promise.resolve(1) });
  await execute(quick, { params: { id: "1" } }, { ...context(), clock });
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("execute() ends with the signal of its caller", async () => {
  const controller = new AbortController();
  const slow = defineOperation({ ...HEAD, response: z.unknown(), handler: () => new Promise(() => {}) });
  const executed = execute(slow, { params: { id: "1" } }, { ...context(), signal: controller.signal });
  const rejected = assertRejects(() => executed, OperationError, "The caller of thing is gone");
  controller.abort();
  await rejected;
});

Deno.test("execute() refuses an answer that contradicts its schema", async () => {
  const wrong = defineOperation({ ...HEAD, response: z.object({ n: z.int() }), handler: () => ({ n: 1.5 }) });
  await assertRejects(() => execute(wrong, { params: { id: "1" } }, context()), TypeError, "Cannot answer thing");
});

Deno.test("execute() makes rows at once, or leaves them to be made while they are sent", async () => {
  const rows = defineOperation({
    ...HEAD,
    response: z.array(z.object({ n: z.int() })),
    handler: () => RowsReply.of([1, 2], (n) => ({ n, hidden: true })),
  });
  const input = { params: { id: "1" } };
  assertEquals((await execute(rows, input, context())).value, [{ n: 1 }, { n: 2 }]);
  const lazy = (await execute(rows, input, { ...context(), lazy: true })).value as RowsReply<unknown>;
  assertEquals(lazy.slice(1), [{ n: 2 }]);
});
