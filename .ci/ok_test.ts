import { assertEquals, assertMatch } from "@std/assert";
import { runGate, type Stage, STAGES } from "./ok.ts";

const passing: Stage = { name: "one", args: ["eval", "console.log('quiet')"] };
const failing: Stage = { name: "two", args: ["eval", "console.log('why it failed'); Deno.exit(3)"] };
const counting: Stage = { name: "three", args: ["eval", "console.log('7 passed, 0 failed')"] };

async function gate(stages: Stage[], all = false) {
  const lines: string[] = [];
  const passed = await runGate(stages, { cwd: Deno.cwd(), all, print: (line) => void lines.push(line) });
  return { passed, lines };
}

Deno.test("runGate() prints one line a stage, with its duration", async () => {
  const { passed, lines } = await gate([passing, counting]);
  assertEquals([passed, lines.length], [true, 2]);
  assertMatch(lines[0]!, /^ok {5}one +\d+\.\d s$/);
  assertMatch(lines[1]!, /^ok {5}three +\d+\.\d s {2}7 passed, 0 failed$/);
});

Deno.test("runGate() stops at the first failure and shows its output", async () => {
  const { passed, lines } = await gate([failing, passing]);
  assertEquals([passed, lines.length, lines[1]], [false, 2, "why it failed"]);
  assertMatch(lines[0]!, /^FAILED two/);
});

Deno.test("runGate() runs the rest as well when asked, and still fails", async () => {
  const { passed, lines } = await gate([failing, passing], true);
  assertEquals([passed, lines.length], [false, 3]);
});

Deno.test("STAGES have names of their own", () => {
  assertEquals(new Set(STAGES.map(({ name }) => name)).size, STAGES.length);
});
