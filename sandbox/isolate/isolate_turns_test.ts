import { assertEquals } from "@std/assert";
import { importMarker } from "../guest/import_marker.ts";
import type { Isolate } from "./isolate.ts";
import { isolateOf, said } from "./testdata/isolates.ts";

/** Gives turns in one stretch, each with one run of a function; what was answered, and how many turns there were. */
function stretch(isolate: Isolate, names: readonly string[]): { answers: unknown[]; turns: number } {
  const answers: unknown[] = [];
  let turns = 0;
  const runs = names.map((name, id) => [String(id + 1), `["run",${id},"${name}",[]]`]);
  isolate.turns(runs[0]!, {
    next: () => runs[turns],
    took: (result) => {
      turns++;
      answers.push(...said(result).filter((each) => (each as [string])[0] === "done"));
    },
  });
  return { answers, turns };
}

Deno.test("Isolate.turns() gives one turn after the other, and tells of each before the next", () => {
  const isolate = isolateOf("export const one = () => 1; export const two = () => 2;");
  isolate.evaluate();
  assertEquals(stretch(isolate, ["one", "two", "one"]), {
    answers: [["done", 0, 1], ["done", 1, 2], ["done", 2, 1]],
    turns: 3,
  });
});

Deno.test("Isolate.turns() leaves off where a module is wanted: what that throws is looked at after each turn", () => {
  const isolate = isolateOf({
    "/main.ts": `export const go = () => load("./waits.ts").catch((error) => String(error)); export const one = () => 1;
      import load from ${JSON.stringify(importMarker(["./waits.ts"]))};`,
    "/waits.ts": 'await new Promise((done) => setTimeout(done, 60_000)); throw new RangeError("late");',
  });
  isolate.evaluate();
  assertEquals(stretch(isolate, ["go", "one"]), { answers: [], turns: 1 });
  assertEquals([isolate.wants, said(isolate.importNext())], [true, []]);
  assertEquals(stretch(isolate, ["one", "one"]), { answers: [["done", 0, 1]], turns: 1 }); // it waits at its top level
  assertEquals(said(isolate.turn(["70000"])), [["done", 0, "RangeError: late"]]);
  assertEquals(stretch(isolate, ["one", "one"]).turns, 2);
});

Deno.test("Isolate.turns() ends with a turn that does not end", () => {
  const isolate = isolateOf("export const one = () => 1; export const spin = () => { while (true); };", { turnMs: 50 });
  isolate.evaluate();
  assertEquals(stretch(isolate, ["one", "spin", "one"]).turns, 2);
  assertEquals(isolate.turn(["9"]).stopped, true);
});
