import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { testOnly } from "./test_only.ts";

const run = (source: string, path = "otp/a_test.ts") => check(testOnly, { path, source });

Deno.test("test-only finds both forms", () => {
  assertEquals(run('Deno.test.only("a", () => {})'), ["A test leaves the others running, got Deno.test.only"]);
  assertEquals(run('Deno.test({ name: "a", only: true, fn() {} })').length, 1);
});

Deno.test("test-only leaves other calls and other files alone", () => {
  assertEquals(run("list.only(1); f({ only: false })"), []);
  assertEquals(run('Deno.test.only("a", () => {})', "otp/a.ts"), []);
});
