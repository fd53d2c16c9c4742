import { assertEquals } from "@std/assert";
import type { TestResult } from "./result.ts";
import { formatResult, parseResults } from "./result_lines.ts";

const RESULT: TestResult = { kind: "chaos", test: "a", name: "b", passed: true, at: 1, data: { crashes: 3 } };

Deno.test("parseResults reads what formatResult wrote, line ends and all", () => {
  const other: TestResult = {
    ...RESULT,
    name: "two\nlines \u2028",
    attachments: [{ name: "a.json", mediaType: "application/json", text: "{}\n" }],
  };
  const text = formatResult(RESULT) + formatResult(other);
  assertEquals(text.split("\n").length, 3);
  assertEquals(parseResults(text, "x.jsonl"), { results: [RESULT, other], problems: [] });
});

Deno.test("formatResult writes as text what JSON has no form for", () => {
  const loop: Record<string, unknown> = { big: 12n, mark: Symbol("s"), endless: Infinity, none: NaN };
  loop["self"] = { again: loop };
  const twice = { v: 1 };
  loop["twice"] = [twice, twice];
  const { results } = parseResults(formatResult({ ...RESULT, data: loop }), "x.jsonl");
  assertEquals(results[0]?.data, {
    big: "12n",
    mark: "Symbol(s)",
    endless: "Infinity",
    none: "NaN",
    self: { again: "[circular]" },
    twice: [{ v: 1 }, { v: 1 }],
  });
});

Deno.test("parseResults passes over what is no result and says where it stands", () => {
  const whole = formatResult(RESULT);
  const torn = whole.slice(0, 20);
  const foreign = ['{"kind":"other"}', "null", "7", whole.trim().replace("true", "1")];
  const bad = whole.trim().replace('"data"', '"attachments":[{"name":1}],"data"');
  const { results, problems } = parseResults([whole.trim(), "", ...foreign, bad, torn].join("\n"), "x.jsonl");
  assertEquals(results, [RESULT]);
  assertEquals(problems.map((problem) => problem.split(": ")[0]), [3, 4, 5, 6, 7, 8].map((line) => `x.jsonl:${line}`));
  assertEquals(problems.at(-1), `x.jsonl:8: a result is a line of JSON, got ${torn}`);
});
