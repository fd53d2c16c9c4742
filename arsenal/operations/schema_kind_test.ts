import { assert, assertEquals, assertFalse } from "@std/assert";
import { z } from "zod";
import { bareSchema, decodeText, findCoercion, isList } from "./schema_kind.ts";

Deno.test("decodeText() takes plain decimal numbers only", () => {
  const schema = z.int().min(1).default(5).optional();
  for (const [text, value] of [["12", 12], ["-3", -3], ["0.5", 0.5], ["0", 0]] as const) {
    assertEquals(decodeText(schema, text), value);
  }
  for (const text of ["1e3", "10abc", "", " 1", "+1", "0x10", "01", "NaN", "Infinity", "1_000", "9".repeat(17)]) {
    assertEquals(decodeText(schema, text), text);
  }
});

Deno.test("decodeText() takes true and false for booleans, and nothing else", () => {
  assertEquals([decodeText(z.boolean(), "true"), decodeText(z.boolean(), "false")], [true, false]);
  for (const text of ["1", "0", "", "False", "yes"]) assertEquals(decodeText(z.boolean().nullable(), text), text);
});

Deno.test("decodeText() makes a list of one value, and a bigint of digits", () => {
  assertEquals(decodeText(z.array(z.int()).optional(), "7"), [7]);
  assertEquals(decodeText(z.bigint(), "123456789012345678901234567890"), 123456789012345678901234567890n);
  assertEquals(decodeText(z.string(), "12"), "12");
});

Deno.test("bareSchema() looks below wrappers and pipes", () => {
  assertEquals(bareSchema(z.string().transform(Number).optional()).type, "string");
  assert(isList(z.array(z.string()).default([])));
  assertFalse(isList(z.string()));
});

Deno.test("findCoercion() finds the field that is coerced", () => {
  assertEquals(findCoercion(z.object({ a: z.int(), b: z.coerce.boolean().default(true) })), "b");
  assertEquals(findCoercion(z.object({ a: z.int() })), undefined);
});
