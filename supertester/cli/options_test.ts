import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { readCount, readList, readOptions, readText } from "./options.ts";

const options = {
  count: { type: "string" },
  report: { type: "string", multiple: true },
  shuffle: { type: "boolean", short: "s" },
} as const;

Deno.test("readOptions: options, what is none, and what is behind --", () => {
  const { values, positionals, rest } = readOptions(
    ["a_test.ts", "-s", "--count=3", "--report", "html", "--report=junit", "--", "--filter", "x", "--"],
    { command: "test", options },
  );
  assertEquals({ ...values }, { shuffle: true, count: "3", report: ["html", "junit"] });
  assertEquals([positionals, rest], [["a_test.ts"], ["--filter", "x", "--"]]);
  assertEquals(readOptions(["--"], { command: "test", options }).rest, []);
});

Deno.test("readOptions: an unknown option, a value missing or too many, in one sentence", () => {
  const refused: [string[], string][] = [
    [["--cuont", "3"], "unknown option '--cuont'"],
    [["--count"], "option '--count <value>' argument missing"],
    [["--shuffle=yes"], "option '-s, --shuffle' does not take an argument"],
    [["--count", "--shuffle"], "option '--count' argument is ambiguous"],
  ];
  for (const [args, said] of refused) {
    const error = assertThrows(() => readOptions(args, { command: "test", options }), ArgumentError);
    assertEquals(error.message, `Cannot run supertester test: ${said} (see supertester test --help)`);
  }
});

Deno.test("readCount: whole numbers from 1", () => {
  assertEquals([readCount("1", "--n"), readCount("200", "--n")], [1, 200]);
  for (const value of ["0", "-1", "1.5", "x", "", "1e3", undefined, "99999999999999999999"]) {
    assertThrows(() => readCount(value, "--n"), ArgumentError, "Cannot use --n: it is a whole number from 1 up");
  }
});

Deno.test("readText and readList: nothing of another kind", () => {
  assertEquals([readText("a"), readText(true), readText(undefined)], ["a", undefined, undefined]);
  assertEquals([readList(["a", true, "b"]), readList(undefined)], [["a", "b"], []]);
});
