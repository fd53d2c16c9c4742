import process from "node:process";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { stub } from "@std/testing/mock";
import { ContaminationError } from "../isolation/contamination.ts";
import { isolated } from "../isolation/isolated.ts";
import "./mod.ts";

Deno.test("environmentPart: variables are put back, and named without their values", async () => {
  Deno.env.set("SUPERTESTER_A", "secret");
  const change = () => {
    Deno.env.delete("SUPERTESTER_A");
    Deno.env.set("SUPERTESTER_B", "secret");
  };
  await isolated(change, { mode: "full" })();
  assertEquals([Deno.env.get("SUPERTESTER_A"), Deno.env.get("SUPERTESTER_B")], ["secret", undefined]);
  const error = await assertRejects(() => isolated(change, { mode: "contamination" })(), ContaminationError);
  assertEquals(error.changes.map(({ what }) => what).toSorted(), ["SUPERTESTER_A removed", "SUPERTESTER_B added"]);
  assertEquals(error.message.includes("secret"), false);
  assertMatch(error.changes[0]!.site!, /parts_test\.ts:\d+:\d+$/);
  Deno.env.delete("SUPERTESTER_A");
});

Deno.test("environmentPart: what another file sets at the same time is neither blamed on the test nor undone", async () => {
  const { set } = Deno.env; // the other file's own, which this test does not see
  const both = () => {
    set("SUPERTESTER_C", "theirs");
    process.env.SUPERTESTER_D = "mine";
  };
  const error = await assertRejects(() => isolated(both, { mode: "contamination" })(), ContaminationError);
  assertEquals(error.changes.map(({ what }) => what), ["SUPERTESTER_D added"]);
  assertEquals([Deno.env.get("SUPERTESTER_C"), Deno.env.get("SUPERTESTER_D")], ["theirs", undefined]);
  Deno.env.delete("SUPERTESTER_C");
});

Deno.test("workingFolderPart: the working directory is put back", async () => {
  let folder = "/home/ada"; // not the real one, which files that run at the same time read
  using _cwd = stub(Deno, "cwd", () => folder);
  using _chdir = stub(Deno, "chdir", (to) => void (folder = String(to)));
  await isolated(() => Deno.chdir("/"), { mode: "full" })();
  assertEquals(folder, "/home/ada");
  await assertRejects(
    () => isolated(() => Deno.chdir("/"), { mode: "contamination" })(),
    ContaminationError,
    "cwd is /",
  );
  assertEquals(folder, "/home/ada");
});
