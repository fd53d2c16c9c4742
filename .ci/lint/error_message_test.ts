import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { errorMessage } from "./error_message.ts";

const run = (source: string, path = "otp/a.ts") => check(errorMessage, { path, source });

Deno.test("error-message allows sentence case without a full stop", () => {
  const allowed = [
    'new Error("Cannot start: no child")',
    "new RangeError(`Cannot start: got ${1}`)",
    "new TypeError(`${name}() needs a pid`)",
    'new Error("Cannot start: waiting...")',
    "new Error(text)",
    "new Error()",
    'new Thing("lower.")',
    'new ExitError("start a child", "ids are unique")',
  ];
  for (const source of allowed) assertEquals(run(source), [], source);
});

Deno.test("error-message refuses a small first letter and a full stop", () => {
  const small = ['An error begins with a capital letter, got "cannot start"'];
  assertEquals(run('throw new Error("cannot start")'), small);
  assertEquals(run('throw new RangeError("cannot " + start)'), [
    'An error begins with a capital letter, got "cannot "',
  ]);
  assertEquals(run("throw new TypeError(`Bad ${x} value.`)"), ['An error ends without a full stop, got " value."']);
  assertEquals(run('throw new Error("A " + "long one.")'), ['An error ends without a full stop, got "long one."']);
});

Deno.test("error-message is not for tests and stand-ins", () => {
  for (const path of ["otp/a_test.ts", ".ci/std/a.ts"]) assertEquals(run('new Error("boom.")', path), []);
});
