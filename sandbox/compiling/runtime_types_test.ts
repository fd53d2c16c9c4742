import { Compiler } from "./compiler.ts";
import { assert, assertEquals } from "@std/assert";
import { RUNTIME, RUNTIME_VERSIONS, typesOfRuntime } from "./runtime_types.ts";

Deno.test("typesOfRuntime() is what the name means here, or the package of that name", () => {
  assert(typesOfRuntime().endsWith("/otp/mod.ts"));
  const nowhere = () => {
    throw new TypeError("Not a dependency");
  };
  assertEquals([typesOfRuntime({ resolve: nowhere }), typesOfRuntime({ resolve: nowhere, subpath: "/remote" })], [
    `jsr:${RUNTIME}@${RUNTIME_VERSIONS}`,
    `jsr:${RUNTIME}@${RUNTIME_VERSIONS}/remote`,
  ]);
});

Deno.test("RUNTIME_VERSIONS are those of the workspace", async () => {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("../../otp/deno.json", import.meta.url)));
  assertEquals(`^${version.split(".").slice(0, 2).join(".")}`, RUNTIME_VERSIONS);
});

Deno.test("what a guest finds of Deno has types: programs, and native functions as they were declared", async () => {
  await using compiler = new Compiler();
  const head = `const { symbols } = Deno.dlopen("/x.so", {
    cos: { parameters: ["f64"], result: "f64", nonblocking: true },
    fill: { parameters: ["buffer", "usize"], result: "pointer", nonblocking: true },
  });`;
  const codes = async (body: string) => {
    const { diagnostics } = await compiler.compile({ files: { "/main.ts": `${head} ${body}` } }, { check: true });
    return diagnostics.map(({ code }) => code);
  };
  const fine = "export const one: number = await symbols.cos(1); export const two: object | null = " +
    "await symbols.fill(new Uint8Array(1), 1n); " +
    'export const { stdout }: { stdout: Uint8Array } = await new Deno.Command("x", { args: ["y"] }).output();';
  assertEquals(await codes(fine), []);
  assertEquals(await codes("export const one: bigint = await symbols.cos(1);"), ["TS2322"]);
  assertEquals(await codes('await symbols.cos("a"); await symbols.sin(1);'), ["TS2345", "TS2339"]);
});
