import { assertEquals, assertMatch } from "@std/assert";
import { simulationData } from "../reports/testdata/sample.ts";
import { Project } from "./testdata/project.ts";

/** A test that fails under one interleaving: here the one that the environment names. */
const SIMULATED = `import { publishResult } from "@superlearner/supertester";
Deno.test("holds (a|b) / under every order", () => {
  const line = Deno.env.get("SUPERTESTER_REPLAY");
  console.log("replays", line);
  console.log("searches from", Deno.env.get("SUPERTESTER_SEED"));
  if (line === undefined) {
    publishResult({ kind: "simulation", test: "holds (a|b) / under every order", name: "n", passed: false, at: 1, data: ${
  JSON.stringify(simulationData)
} });
  }
  throw new Error("lost update");
});
Deno.test("holds", () => { throw new Error("this one is not replayed"); });
`;

Deno.test("replayCommand: the newest failure, its line, its seed, a pasted command: that test, that line, once", async () => {
  await using project = await Project.create({ "a_test.ts": SIMULATED, "b_test.ts": 'Deno.test("other", () => {});' });
  const { line } = simulationData;
  const none = await project.run(["replay"]);
  assertEquals([none.code, none.complaints.length], [2, 1]);
  assertEquals((await project.run(["test"])).code, 1);
  for (const args of [[], [line], ["7"], [`SUPERTESTER_REPLAY=${line} deno test --filter "x"`]]) {
    const { code, text } = await project.run(["replay", ...args]);
    assertEquals(code, 1);
    assertMatch(text(), new RegExp(`\\nreplays ${line}\\n`));
    assertMatch(text(), /\| 0 passed \| 1 failed \| 1 filtered out[\s\S]*\nfails again\n$/);
  }
  await project.write({ "a_test.ts": SIMULATED.replace('throw new Error("lost update")', "") });
  const mended = await project.run(["replay"]);
  assertEquals(mended.code, 0);
  assertMatch(mended.text(), /\npasses now\n$/);
});

Deno.test("replayCommand: a line from elsewhere needs the test's name, a seed from elsewhere searches again", async () => {
  await using project = await Project.create({ "a_test.ts": SIMULATED });
  const unknown = await project.run(["replay", "otp1:seed=1:by=fifo"]);
  assertEquals(unknown.code, 2);
  assertMatch(unknown.complaints[0]!, /a line that was not recorded here needs --filter, got "otp1:seed=1:by=fifo"$/);
  const search = await project.run(["replay", "99", "--filter", "under every", "--", "--no-check"]);
  assertEquals(search.code, 1);
  assertMatch(search.text(), /\nsearches from 99\n[\s\S]*\| 1 failed \| 1 filtered out[\s\S]*\nfails\n$/);
  const { code, text } = await project.run([
    "replay",
    "otp1:seed=1:by=fifo",
    "a_test.ts",
    "--filter",
    "under every",
    "--",
    "--no-check",
  ]);
  assertEquals(code, 1);
  assertMatch(text(), /replays otp1:seed=1:by=fifo/);
  const command =
    `SUPERTESTER_REPLAY=otp1:seed=2:by=fifo deno test -A --filter 'holds (a|b) / under every order' a_test.ts`;
  assertMatch(
    (await project.run(["replay", command, "--", "--no-check"])).text(),
    /replays otp1:seed=2:by=fifo[\s\S]* 1 filtered out/,
  );
});
