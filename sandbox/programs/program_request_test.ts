import { assertEquals, assertThrows } from "@std/assert";
import { isLoaderVariable, readProgramRequest } from "./program_request.ts";

Deno.test("readProgramRequest() reads what is said, and of the rest nothing", () => {
  const nothing = { args: [], cwd: undefined, env: {}, clearEnv: false, stdin: "null", stdout: "null", stderr: "null" };
  assertEquals(readProgramRequest(undefined), nothing as never);
  const asked = {
    args: ["a", ""],
    cwd: "/x",
    env: { A: "b" },
    clearEnv: true,
    stdout: "piped",
    uid: 0,
    detached: true,
  };
  assertEquals(readProgramRequest(asked), {
    ...{ args: ["a", ""], cwd: "/x", env: { A: "b" }, clearEnv: true },
    ...{ stdin: "null", stdout: "piped", stderr: "null" },
  });
});

Deno.test("readProgramRequest() refuses what is of another form", () => {
  const rule = (asked: unknown) => assertThrows(() => readProgramRequest(asked), TypeError).message.split(" ")[0];
  for (const args of ["a", [1], ["a\0"], Array(1001).fill("a"), [["a"]]]) assertEquals(rule({ args }), "Arguments");
  for (const cwd of [1, "a\0", null]) assertEquals(rule({ cwd }), "The");
  for (const env of [{ "A=B": "c" }, { A: 1 }, { A: "\0" }, { "": "a" }, null]) {
    assertEquals(rule({ env }), "Variables");
  }
  for (const stdin of ["inherit", 1, null]) assertEquals(rule({ stdin }), "Input");
});

Deno.test("isLoaderVariable() knows those of the loaders of Linux and macOS", () => {
  assertEquals(["LD_PRELOAD", "ld_library_path", "DYLD_INSERT_LIBRARIES", "OLD_", "LANG"].map(isLoaderVariable), [
    ...[true, true, true, false, false],
  ]);
});
