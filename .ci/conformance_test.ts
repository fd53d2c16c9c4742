import { assertEquals, assertThrows } from "@std/assert";
import { CHAPTERS, fillPage, formatCases, LAST, missingCases, readCases } from "./conformance.ts";

// Put together here, so that this file holds no case itself.
const test = (name: string) => ["Deno", `.test("${name}", () => {});`].join("");

Deno.test("readCases() finds one case or several in the names of tests, and nothing else", () => {
  const source = [
    test("case 7: alive is false"),
    test("cases 158 and 159: lists and counts"),
    test("Supervisor: in case 3: of need"),
    '// "case 9: in a comment",',
  ].join("\n");
  assertEquals(readCases(source), [
    { number: 7, rule: "alive is false" },
    { number: 158, rule: "lists and counts" },
    { number: 159, rule: "lists and counts" },
  ]);
});

Deno.test("formatCases() puts each case into its chapter, in order, with nothing that Markdown would take for its own", () => {
  const table = formatCases([{ number: 12, rule: "b" }, { number: 12, rule: "a_1 <pid>" }, {
    number: 1,
    rule: "first",
  }]);
  assertEquals(table.split("\n").slice(0, 8), [
    "### Processes and pids",
    "",
    "- **1** first",
    "",
    "### Signals and their order",
    "",
    "- **12** a\\_1 \\<pid\\>",
    "- **12** b",
  ]);
});

Deno.test("fillPage() replaces what is between its two lines, and refuses a page without them", () => {
  const page = "above\n<!-- made by .ci/conformance.ts -->\nold\n<!-- end -->\nbelow\n";
  const filled = fillPage(page, "new");
  assertEquals(filled, "above\n<!-- made by .ci/conformance.ts -->\n\nnew\n<!-- end -->\nbelow\n");
  assertEquals(fillPage(filled, "new"), filled);
  assertThrows(() => fillPage("nothing here", "new"), Error, "Cannot fill otp/CONFORMANCE.md");
});

Deno.test("missingCases() counts a case that a test holds, or that a row speaks of", () => {
  const all = Array.from({ length: LAST }, (_, at) => ({ number: at + 1, rule: "" }));
  assertEquals(missingCases(all, ""), []);
  const some = all.filter(({ number }) => ![59, 105, 106, 200].includes(number));
  assertEquals(missingCases(some, "| 59 | a cluster |\n| 105, 106 | a cluster |\n"), [200]);
});

Deno.test("CHAPTERS rise and begin with the first case", () => {
  const firsts = CHAPTERS.map(([first]) => first);
  assertEquals([firsts[0], firsts], [1, firsts.toSorted((one, other) => one - other)]);
});
