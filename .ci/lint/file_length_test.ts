import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { fileLength } from "./file_length.ts";

const lines = (count: number) => "export {};\n".repeat(count);

Deno.test("file-length allows 400 lines and refuses 401, tests included", () => {
  assertEquals(check(fileLength, { path: "otp/a.ts", source: lines(400) }), []);
  assertEquals(check(fileLength, { path: "otp/a_test.ts", source: lines(401) }), [
    "A file has at most 400 lines, got 401",
  ]);
});
