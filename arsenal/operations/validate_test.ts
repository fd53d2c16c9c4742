import { assertEquals, assertFalse } from "@std/assert";
import { z } from "zod";
import { validate } from "./validate.ts";

Deno.test("validate() gives the value with its defaults", () => {
  assertEquals(validate(z.object({ n: z.int().default(3) }), {}, "body"), { value: { n: 3 } });
});

Deno.test("validate() names each unknown field", () => {
  assertEquals(validate(z.strictObject({}), { a: 1, b: 2 }, "query"), {
    errors: [
      { in: "query", path: "a", message: "is unknown here" },
      { in: "query", path: "b", message: "is unknown here" },
    ],
  });
});

Deno.test("validate() tells which fields there are instead of an unknown one, but not inside of others", () => {
  const schema = z.strictObject({ type: z.string().optional(), inner: z.strictObject({}).optional() });
  assertEquals(validate(schema, { types: "a" }, "query"), {
    errors: [{ in: "query", path: "types", message: "is unknown here; there is type, inner" }],
  });
  assertEquals(validate(schema, { inner: { x: 1 } }, "query"), {
    errors: [{ in: "query", path: "inner.x", message: "is unknown here" }],
  });
});

Deno.test("validate() says what was expected and never what was given", () => {
  const schema = z.object({ n: z.int().max(9), e: z.enum(["a", "b"]), list: z.array(z.object({ x: z.string() })) });
  const { errors } = validate(schema, { n: 4711, e: "hunter2", list: [{ x: 815 }] }, "body") as { errors: unknown[] };
  assertEquals(errors, [
    { in: "body", path: "n", message: "is not valid: Too big: expected number to be <=9" },
    { in: "body", path: "e", message: 'is not valid: expected one of "a"|"b"' },
    { in: "body", path: "list.0.x", message: "is not valid: expected string, received number" },
  ]);
  assertFalse(JSON.stringify(errors).match(/4711|hunter2|815/));
});

Deno.test("validate() tells twenty faults at most, and cuts long names", () => {
  const given = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`${at}`.padStart(500, "x"), 1]));
  const { errors } = validate(z.strictObject({}), given, "query") as { errors: { path: string }[] };
  assertEquals([errors.length, errors[0]?.path.length], [20, 80]);
});
