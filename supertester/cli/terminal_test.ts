import { assertEquals } from "@std/assert";
import { colours, realTerminal, wantsColour } from "./terminal.ts";

Deno.test("wantsColour: NO_COLOR, then FORCE_COLOR, then whether a person looks", () => {
  const wants = (vars: Record<string, string>, isTerminal: boolean) => wantsColour((name) => vars[name], isTerminal);
  assertEquals([wants({}, true), wants({}, false)], [true, false]);
  assertEquals([wants({ NO_COLOR: "1" }, true), wants({ NO_COLOR: "" }, true)], [false, true]);
  assertEquals([wants({ FORCE_COLOR: "1" }, false), wants({ FORCE_COLOR: "0" }, true)], [true, false]);
  assertEquals(wants({ FORCE_COLOR: "1", NO_COLOR: "1" }, true), false);
  assertEquals(wants({ TERM: "dumb" }, true), false);
});

Deno.test("colours: words as they are, or in colour", () => {
  assertEquals(colours({ styled: false }).bad("no"), "no");
  assertEquals(colours({ styled: true }).bad("no"), "\x1b[31mno\x1b[39m");
  assertEquals(colours({ styled: true }).good("yes"), "\x1b[32myes\x1b[39m");
});

Deno.test("realTerminal: where the program is, and when", () => {
  const { cwd, env, now } = realTerminal();
  assertEquals([cwd, env("PATH")], [Deno.cwd(), Deno.env.get("PATH")]);
  assertEquals(now() > Date.UTC(2026, 0, 1), true);
});
