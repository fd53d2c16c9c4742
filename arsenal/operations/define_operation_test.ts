import { assertEquals, assertThrows } from "@std/assert";
import { z } from "zod";
import { defineOperation, defineStream } from "./define_operation.ts";

const GOOD = {
  name: "restartWorker",
  method: "POST",
  path: "/workers/{id}/restart",
  summary: "Restart a worker",
  response: z.object({ ok: z.boolean() }),
  permission: "workers:write",
  handler: () => ({ ok: true }),
} as const;

Deno.test("defineOperation() fills in what is left out", () => {
  const { status, envelope, pretty, timeoutMs, tags, idempotent, dangerous, errors } = defineOperation(GOOD);
  assertEquals(
    { status, envelope, pretty, timeoutMs, tags, idempotent, dangerous, errors },
    {
      status: 200,
      envelope: "dated",
      pretty: false,
      timeoutMs: 30_000,
      tags: ["workers"],
      idempotent: false,
      dangerous: false,
      errors: {},
    },
  );
});

Deno.test("defineOperation() infers parameters from the path, and all else from the schemas", () => {
  defineOperation({
    ...GOOD,
    query: z.object({ n: z.int().default(1) }),
    body: z.object({ why: z.string().optional() }),
    handler: ({ params, query, body }) => {
      const id: string = params.id;
      const n: number = query.n;
      const why: string | undefined = body.why;
      // @ts-expect-error: the path names no such parameter
      params.name;
      return { ok: id !== why && n > 0 };
    },
  });
  // @ts-expect-error: the answer is not what the schema says
  defineOperation({ ...GOOD, handler: () => ({ ok: "yes" }) });
});

Deno.test("defineOperation() refuses what contradicts itself, and says what", () => {
  const refuses = (change: object, rule: string) =>
    assertThrows(() => defineOperation({ ...GOOD, ...change } as never), TypeError, rule);
  refuses({ name: "restart_worker" }, "Cannot define the operation restart_worker: its name is camelCase");
  refuses({ method: "TRACE" }, "its method is one of GET, POST, PUT, PATCH, DELETE, got TRACE");
  refuses(
    { path: "/workers/:id" },
    "its path is made of plain segments and of parameters written {name}, got /workers/:id",
  );
  refuses({ summary: "" }, "it has a summary, got ");
  refuses({ permission: "write" }, "its permission is public, or written area:action, got write");
  refuses({ params: z.object({ name: z.string() }) }, "its params are the parameters of its path, got name");
  refuses({ params: z.object({}) }, "its params are the parameters of its path, got id");
  refuses({ query: z.object({ on: z.coerce.boolean() }) }, "params and query are not coerced");
  refuses({ method: "GET", body: z.object({}) }, "a GET has no body");
  refuses({ dangerous: true, permission: "public" }, "what is dangerous is neither public nor a GET, got POST, public");
  refuses({ status: 404 }, "status is from 200 to 299, got 404");
  refuses({ timeoutMs: 0 }, "timeoutMs is above 0, got 0");
});

Deno.test("defineOperation() makes objects strict, unless they say otherwise", () => {
  const { query, body } = defineOperation({ ...GOOD, query: z.object({ a: z.string() }), body: z.looseObject({}) });
  assertEquals((query as z.ZodObject).safeParse({ a: "1", b: "2" }).success, false);
  assertEquals((body as z.ZodObject).safeParse({ anything: 1 }).success, true);
});

Deno.test("defineStream() has neither envelope nor time-out", () => {
  const stream = defineStream({ ...GOOD, method: "GET", async *handler() {} });
  assertEquals([stream.kind, stream.envelope, stream.timeoutMs, stream.body], ["stream", "none", Infinity, undefined]);
});
