import { assertEquals, assertStringIncludes } from "@std/assert";
import { readFailures } from "./failures.ts";

const output = `
./a_test.ts => a fails ... FAILED (2ms)

 ERRORS 

a fails => ./otp/a_test.ts:1:6
error: Error: no

a steps ... x => y => ./otp/a_test.ts:3:45
error: Error: x

 FAILURES 

a fails => ./otp/a_test.ts:1:6
a steps ... x => y => ./otp/a_test.ts:3:45
./otp/b_test.ts (uncaught error)

FAILED | 1 passed | 3 failed (1 step) (299ms)
`;

Deno.test("readFailures() names tests, steps and modules, and keeps what is said about them", () => {
  const { failures, errors } = readFailures(output);
  assertEquals(failures, [
    { name: "a fails", where: "otp/a_test.ts:1" },
    { name: "a steps ... x => y", where: "otp/a_test.ts:3" },
    { name: "(uncaught error)", where: "otp/b_test.ts" },
  ]);
  assertEquals(errors.split("\n").at(0), "a fails => ./otp/a_test.ts:1:6");
  assertStringIncludes(errors, "error: Error: x");
  assertEquals(errors.includes("FAILURES"), false);
});

Deno.test("readFailures() reads the last report, whatever a test printed before, and through colours", () => {
  const inner = output.replaceAll("a fails", "inner");
  const coloured = output.replace(
    "\n FAILURES ",
    "\n\x1b[0m\x1b[1m FAILURES \x1b[0m".replace("\x1b[0m\x1b[1m", "\x1b[1m"),
  );
  assertEquals(readFailures(inner + coloured).failures.map(({ name }) => name).at(0), "a fails");
});

Deno.test("readFailures() finds nothing where nothing is reported", () => {
  assertEquals(readFailures("ok | 3 passed | 0 failed (1s)\n"), { failures: [], errors: "" });
});
