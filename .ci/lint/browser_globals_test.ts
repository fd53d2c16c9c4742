import { assertEquals } from "@std/assert";
import plugin from "./browser_globals.ts";

const run = (source: string) => Deno.lint.runPlugin(plugin, "a.ts", source).map(({ message }) => message);
const found = ["What a browser loads mentions no Deno"];

Deno.test("browser/globals finds Deno however it is reached", () => {
  for (const source of ["Deno.cwd()", "typeof Deno", "const { env } = Deno;", "globalThis.Deno", "f({ Deno })"]) {
    assertEquals(run(source), found, source);
  }
  assertEquals(run("(globalThis as { Deno?: unknown }).Deno"), found);
  assertEquals(run("globalThis.process?.env"), ["What a browser loads mentions no process"]);
});

Deno.test("browser/globals leaves other names, texts and comments alone", () => {
  assertEquals(run('process.step(); a.Deno; ({ Deno: 1 }); "Deno.cwd()"; // Deno.cwd()\n"Deno" in globalThis;'), []);
});
