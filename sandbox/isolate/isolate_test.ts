import { assertEquals, assertThrows } from "@std/assert";
import { ImportDenied } from "./import_denied.ts";
import { isolateOf, printed, said } from "./testdata/isolates.ts";

Deno.test("Isolate evaluates modules and runs what they export", () => {
  const isolate = isolateOf({
    "/main.ts": 'import { twice } from "./lib/twice.ts"; export const four = () => twice(2);',
    "/lib/twice.ts": "export const twice = (n) => 2 * n;",
  });
  assertEquals(said(isolate.evaluate()), [["loaded"]]);
  assertEquals(said(isolate.turn(["1", '["run",7,"four",[]]', '["run",8,"five",[]]'])), [
    ["threw", 8, "NotFound", "function five"],
    ["done", 7, 4],
  ]);
});

Deno.test("Isolate: what a module throws is told, and an await at its top level is waited for", () => {
  const failing = isolateOf("throw new TypeError('no');");
  assertEquals(said(failing.evaluate()), [["failed", "TypeError: no\n    at sandbox:/main.ts:1:7"]]);
  const waiting = isolateOf("await new Promise((done) => setTimeout(done, 60_000)); throw 5;");
  assertEquals([said(waiting.evaluate()), waiting.loading], [[], true]);
  assertEquals([said(waiting.turn(["70000"])), said(waiting.turn(["70001"])), waiting.loading], [
    [["failed", "5"]],
    [],
    false,
  ]);
});

Deno.test("Isolate.link() refuses what leads out of the map, and what cannot be read", () => {
  const specifiers = [
    "npm:chalk",
    "node:fs",
    "https://x.example/a.js",
    "file:///etc/passwd",
    "../main.ts",
    "./none.ts",
  ];
  for (const specifier of specifiers) {
    const error = assertThrows(() => isolateOf(`import ${JSON.stringify(specifier)};`), ImportDenied);
    assertEquals([error.specifier, error.from], [specifier, "/main.ts"]);
  }
  const withType = 'import text from "/etc/passwd" with { type: "text" };';
  assertThrows(() => isolateOf(withType), ImportDenied);
  assertThrows(() => isolateOf("export const ="), SyntaxError, "/main.ts: Unexpected token '='");
});

Deno.test("Isolate: a cycle of imports is loaded as one", () => {
  const lines = printed({
    "/main.ts": 'import { b } from "./b.ts"; export const a = () => "a"; console.log(b());',
    "/b.ts": 'import { a } from "./main.ts"; export const b = () => a() + "b";',
  });
  assertEquals(lines, ["ab"]);
});

Deno.test("Isolate: what is due is told, and fires in the turn of its time", () => {
  const isolate = isolateOf("setInterval(() => console.log('tick'), 60_000);");
  const { due } = isolate.evaluate();
  assertEquals([due >= 60_000, said(isolate.turn([String(due - 30_000)]))], [true, []]); // time goes on within a turn
  const tick = [["line", "log", "tick"]];
  assertEquals([said(isolate.turn([String(due)])), said(isolate.turn([String(due + 70_000)]))], [tick, tick]);
});

Deno.test("Isolate: a setter that the guest puts in the way of what comes in is never called", () => {
  const lines = printed(`
    for (const name of ["in_secret", "glue_secret", "__glue"]) {
      Object.defineProperty(globalThis, name, { configurable: true, get: () => "[9]", set: () => console.log("called") });
    }
  `);
  assertEquals(lines, []);
  const fixed = isolateOf("Object.defineProperty(globalThis, 'in_secret', { value: '[9]' });");
  fixed.evaluate();
  assertEquals([fixed.turn(["1"]).stopped, said(fixed.turn(["1", '["run",1,"none",[]]']))[0]], [
    false,
    ["threw", 1, "NotFound", "function none"],
  ]);
});
