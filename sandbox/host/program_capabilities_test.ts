import { assertEquals, assertRejects } from "@std/assert";
import { shells } from "../programs/testdata/programs.ts";
import { capabilityOf } from "./capability_table.ts";
import { PROGRAM_CAPABILITIES } from "./program_capabilities.ts";

Deno.test("PROGRAM_CAPABILITIES take a guest's words for what they are", async () => {
  await using guest = shells();
  const use = async (capability: string, ...args: unknown[]) =>
    await capabilityOf(PROGRAM_CAPABILITIES, capability)!(guest.programs, args);
  const id = await use("startProgram", "sh", { args: ["-c", "echo x; exit 4"], stdout: "piped" });
  assertEquals(new TextDecoder().decode(await use("readProgram", id, "elsewhere") as Uint8Array), "x\n");
  assertEquals([await use("readProgram", id), await use("readProgram", {}), await use("programStatus", "none")], [
    ...[null, null, null],
  ]);
  assertEquals((await use("programStatus", id) as { code: number }).code, 4);
  await assertRejects(() => use("writeProgram", id, "text"), TypeError, "Uint8Array");
  await assertRejects(() => use("killProgram", id, "toString"), TypeError, "A signal is one of");
  assertEquals(capabilityOf(PROGRAM_CAPABILITIES, "readFile"), undefined);
});
