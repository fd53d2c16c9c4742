import { assertEquals, assertThrows } from "@std/assert";
import { engineRefusal } from "./_engine_refusal.ts";

const refused = (code: string) => {
  const { message, line, column } = engineRefusal(code)!;
  return `${line}:${column} ${message}`;
};

Deno.test("engineRefusal() says what the engine says and where, and runs nothing", () => {
  assertEquals(engineRefusal("globalThis.ran = true; import 'x'; throw 1; for (;;);"), undefined);
  assertEquals("ran" in globalThis, false);
  assertEquals(refused("let a;\n let a;"), "2:6 Identifier 'a' has already been declared");
  assertEquals(
    refused("function f() {\n  return () => /(/;\n}"),
    "2:16 Invalid regular expression: /(/: Unterminated group",
  );
  assertThrows(() => engineRefusal("(".repeat(100_000)), RangeError);
});

Deno.test("engineRefusal() runs nothing of what is a script and no module, or begins well", () => {
  const before = Reflect.ownKeys(globalThis).length;
  for (
    const bad of [
      "010;",
      "with ({}) {}",
      "<!-- x",
      "var await;",
      "delete x;",
      "arguments = 1;",
      "export { x };",
      "1 = 2;",
    ]
  ) {
    for (const code of [`globalThis.ran = true; ${bad}`, `${bad}\nglobalThis.ran = true; var ran = true;`]) {
      const place = engineRefusal(code);
      assertEquals([place !== undefined, place?.line], [true, 1], code);
    }
  }
  assertEquals(["ran" in globalThis, Reflect.ownKeys(globalThis).length], [false, before]);
});

Deno.test("engineRefusal() counts lines and columns as the compiler does, whatever the text says of itself", () => {
  const map = btoa(JSON.stringify({ version: 3, sources: ["file:///a.ts"], names: [], mappings: "AAAA;AASA" }));
  const comment = `//# sourceMappingURL=data:application/json;base64,${map}\n`;
  assertEquals(refused(`\n1 = 2;\n${comment}`), "2:1 Invalid left-hand side in assignment");
  assertEquals(refused(`${comment}1 = 2;\n//# sourceURL=https://x/a.js`), "2:1 Invalid left-hand side in assignment");
  assertEquals(refused("'\u{1F600}';\u2028'\u{1F600}'; 1 = 2"), "2:7 Invalid left-hand side in assignment");
});

Deno.test("engineRefusal() leaves stacks as they were", () => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 7;
  engineRefusal("1 = 2");
  engineRefusal("1");
  const left = Error.stackTraceLimit;
  Error.stackTraceLimit = stackTraceLimit;
  assertEquals(left, 7);
});
