import { assertEquals } from "@std/assert";
import { GradeOutput } from "./grade_output.ts";

Deno.test("GradeOutput: lines stand with who printed them, and in which test", () => {
  const output = new GradeOutput();
  output.from("tests")({ level: "log", text: "a" });
  output.during("adds");
  output.from("submission")({ level: "warn", text: "b" });
  assertEquals(output.lines, [
    { from: "tests", level: "log", text: "a" },
    { from: "submission", test: "adds", level: "warn", text: "b" },
  ]);
});

Deno.test("GradeOutput: only the beginning is kept, by lines and by characters", () => {
  const output = new GradeOutput();
  const print = output.from("submission");
  for (let count = 0; count < 2000; count++) print({ level: "log", text: "" });
  assertEquals(output.lines.length, 1000);
  const long = new GradeOutput();
  for (let count = 0; count < 10; count++) long.from("submission")({ level: "log", text: "x".repeat(10_000) });
  assertEquals(long.lines.length, 6);
});
