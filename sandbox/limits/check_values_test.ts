import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, RealClock } from "@superlearner/otp";
import {
  checkAmounts,
  checkClock,
  checkDoes,
  checkFunctions,
  checkMaps,
  checkPaths,
  checkTextLists,
  checkTexts,
} from "./check_values.ts";

Deno.test("what is right, and what was not given, is let through", () => {
  checkFunctions("act", { one: () => {}, two: undefined });
  checkTexts("act", { one: "", two: undefined });
  checkTextLists("act", { one: [], two: ["a"], three: undefined });
  checkAmounts("act", { one: 0, two: 1.5, three: Infinity, four: undefined });
  checkPaths("act", { one: "a", two: new URL("file:///a"), three: undefined });
  checkMaps("act", { one: new Map(), two: undefined });
  checkDoes("act", { one: { a() {}, b() {} }, two: undefined }, "one that does", "a", "b");
  checkClock("act", new RealClock());
  checkClock("act", undefined);
});

Deno.test("what is wrong is refused with its name, its rule and its value", () => {
  const wrong: [(value: unknown) => void, readonly unknown[], string][] = [
    [(it) => checkFunctions("act", { it }), [null, "x", {}], "it is a function"],
    [(it) => checkTexts("act", { it }), [null, 5, {}], "it is a text"],
    [(it) => checkTextLists("act", { it }), [null, "x", {}, [5]], "it is a list of texts"],
    [(it) => checkAmounts("act", { it }), [null, "5", NaN, -1], "it is a number from 0 up"],
    [
      (it) => checkPaths("act", { it }),
      [null, "", 5, new URL("http://a.test")],
      "it is a path, or a URL of the form file:",
    ],
    [(it) => checkMaps("act", { it }), [null, {}, [], new Set()], "it is a Map"],
    [(it) => checkDoes("act", { it }, "one that does", "a", "b"), [null, 5, {}, { a() {} }], "it is one that does"],
    [(clock) => checkClock("act", clock), [null, 5, {}], "clock is a Clock"],
  ];
  for (const [check, values, rule] of wrong) {
    for (const value of values) {
      const error = assertThrows(() => check(value), ArgumentError);
      assertEquals([error.action, error.rule], ["act", rule]);
      assertEquals(error.value === value || Number.isNaN(error.value), true);
    }
  }
});
