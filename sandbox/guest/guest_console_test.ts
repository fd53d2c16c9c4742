import { assertEquals } from "@std/assert";
import { makeConsole, shown } from "./guest_console.ts";

Deno.test("makeConsole() writes each line with its level", () => {
  const lines: [string, string][] = [];
  const console = makeConsole((level, text) => lines.push([level, text]));
  console["log"]!("a", 1, { b: [2n] });
  console["warn"]!("w");
  console["assert"]!(true, "holds");
  console["assert"]!(false, "broken");
  console["count"]!();
  console["count"]!();
  console["group"]!("g");
  console["groupEnd"]!();
  assertEquals(lines, [
    ["log", "a 1 { b: [2n] }"],
    ["warn", "w"],
    ["error", "Assertion failed broken"],
    ["log", "default: 1"],
    ["log", "default: 2"],
    ["log", "g"],
  ]);
});

Deno.test("shown() is a text for every value, cut where it is long", () => {
  const cycle: Record<string, unknown> = {};
  cycle["me"] = cycle;
  class Point {
    x = 1;
  }
  assertEquals([null, undefined, "t", Symbol("s"), () => {}, -0].map(shown), [
    "null",
    "undefined",
    "t",
    "Symbol(s)",
    "[Function: ]",
    "0",
  ]);
  assertEquals([cycle, new Point(), new Map([["a", new Set([1])]]), /x/g].map(shown), [
    "{ me: [Circular] }",
    "Point { x: 1 }",
    'Map(1) {"a" => Set(1) {1}}',
    "/x/g",
  ]);
  assertEquals(shown(new Date(0)), "1970-01-01T00:00:00.000Z");
  assertEquals(shown("x".repeat(3000)).length, 2001);
  assertEquals(
    shown(
      new Proxy({}, {
        get: () => {
          throw 1;
        },
        ownKeys: () => {
          throw 1;
        },
      }),
    ),
    "[what cannot be shown]",
  );
});
