import { assertEquals, assertRejects } from "@std/assert";
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
  Deno.env.delete("SUPERTESTER_A");
});

Deno.test("workingFolderPart: the working directory is put back", async () => {
  const before = Deno.cwd();
  await isolated(() => Deno.chdir("/"), { mode: "full" })();
  assertEquals(Deno.cwd(), before);
  await assertRejects(
    () => isolated(() => Deno.chdir("/"), { mode: "contamination" })(),
    ContaminationError,
    "cwd is /",
  );
  assertEquals(Deno.cwd(), before);
});
