import { assertEquals, AssertionError, assertStringIncludes, assertThrows } from "@std/assert";

Deno.test("assertEquals() shows the lines that differ", () => {
  const left = { list: Array.from({ length: 3 }, (_, i) => ({ i, name: `name ${i}` })), z: 1 };
  const right = structuredClone(left);
  right.list[1]!.name = "changed";
  const { message } = assertThrows(() => assertEquals(left, right), AssertionError);
  assertStringIncludes(message, "[Diff] Actual / Expected");
  assertStringIncludes(message, "name 1");
  assertStringIncludes(message, "changed");
});

Deno.test("assertEquals() cuts nothing off, however deep or long", () => {
  const deep = (last: string) => ({ a: { b: { c: { d: { e: [last.repeat(200)] } } } } });
  const { message } = assertThrows(() => assertEquals(deep("x"), deep("y")), AssertionError);
  assertStringIncludes(message, "x".repeat(200));
});
