import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { readJunit } from "./read_junit.ts";

const suite = (body: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="deno test"><testsuite name="./a_test.ts">${body}</testsuite></testsuites>`;

Deno.test("readJunit: what Deno writes of tests, steps, skips and failures", () => {
  const text = suite(`
    <testcase name="adds" classname="./a_test.ts" time="0.0125" line="1" col="6">
    </testcase>
    <testcase name="007" classname="./a_test.ts" time="0.000" line="3" col="6">
        <skipped/>
    </testcase>
    <testcase name="s &gt; one &lt;&amp;&quot;" classname="./a_test.ts" time="0.001" line="4" col="74">
        <failure message="Uncaught Error: no &lt;b&gt;">Error: no &lt;b&gt;
    at file:///a_test.ts:2:57</failure>
    </testcase>`);
  assertEquals(readJunit(text), [
    { file: "a_test.ts", name: "adds", line: 1, column: 6, outcome: "passed", durationMs: 12.5 },
    { file: "a_test.ts", name: "007", line: 3, column: 6, outcome: "skipped", durationMs: 0 },
    {
      file: "a_test.ts",
      name: 's > one <&"',
      line: 4,
      column: 74,
      outcome: "failed",
      durationMs: 1,
      failure: { message: "Error: no <b>", text: "Error: no <b>\n    at file:///a_test.ts:2:57" },
    },
  ]);
});

Deno.test("readJunit: a failure without text, an error, no tests at all", () => {
  const text = suite(`<testcase name="x"><failure message="m"/></testcase><testcase name="y"><error/></testcase>`);
  assertEquals(readJunit(text).map(({ file, failure }) => [file, failure]), [
    ["a_test.ts", { message: "m", text: "m" }],
    ["a_test.ts", { message: "failed", text: "" }],
  ]);
  assertEquals(readJunit(suite("")), []);
  assertEquals(readJunit(`<testsuites name="deno test"/>`), []);
});

Deno.test("readJunit: a long failure full of signs, and more failures than a parser trusts", () => {
  const long = "&quot;&lt;&#10;".repeat(20_000);
  const cases = Array.from(
    { length: 500 },
    (_, n) => `<testcase name="t${n}"><failure message="&lt;">&lt;</failure></testcase>`,
  );
  const tests = readJunit(
    suite(`<testcase name="x"><failure message="m">${long}</failure></testcase>${cases.join("")}`),
  );
  assertEquals(tests.length, 501);
  assert(tests[0]?.failure?.text === '"<\n'.repeat(20_000).trimEnd());
});

Deno.test("readJunit refuses what is no XML, and XML of another kind", () => {
  for (const text of ["", "no xml", "<testsuites>", "<html></html>"]) {
    const error = assertThrows(() => readJunit(text), ArgumentError);
    assertEquals(error.action, "read a JUnit report");
  }
});

Deno.test("readJunit: what a filter left out is no test that was skipped", () => {
  const text = suite(
    `<testcase name="x" line="1" col="6"><skipped/></testcase><testcase name="y" time="0.000"><skipped/></testcase>`,
  );
  assertEquals(readJunit(text).map(({ name, outcome }) => [name, outcome]), [["y", "skipped"]]);
});

Deno.test("readJunit: of a message of many lines, which an attribute has in one, the first", () => {
  const message = "Uncaught Error: not equal  Last events:   a";
  const lines = "Error: not equal\n\nLast events:\n  a";
  const text = suite(`<testcase name="x"><failure message="${message}">${lines}</failure></testcase>`);
  assertEquals(readJunit(text).map(({ failure }) => failure), [{ message: "Error: not equal", text: lines }]);
});
