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

/** Loads, and has the first turns hear of a function that prints; what was said in each of them. */
function started(isolate: Isolate, ...later: readonly string[][]): unknown[][] {
  const told: unknown[][] = [];
  isolate.start(() => ["1", '["run",0,"one",[]]'], {
    next: () => later[told.length - 1],
    took: (result) => void told.push(result.stopped ? ["stopped"] : said(result)),
  });
  return told;
}

Deno.test("Isolate.start() gives turns right after the modules, and tells what both say at once", () => {
  const isolate = isolateOf("console.log('evaluated'); export const one = () => 1;");
  assertEquals(started(isolate, ["2", '["run",1,"one",[]]']), [
    [["line", "log", "evaluated"], ["loaded"], ["done", 0, 1]],
    [["done", 1, 1]],
  ]);
  assertEquals([isolate.loading, said(isolate.turn(["3", '["run",2,"one",[]]']))], [false, [["done", 2, 1]]]);
});

Deno.test("Isolate.start(): modules that throw have no turn", () => {
  const isolate = isolateOf("export const one = () => 1; throw new RangeError('no');");
  assertEquals(started(isolate), [[["failed", "RangeError: no\n    at sandbox:/main.ts:1:35"]]]);
  assertEquals(isolate.loading, false);
});

Deno.test("Isolate.start(): what waits at its top level has one, and what it throws then is told", () => {
  const late = "await new Promise((done) => setTimeout(done, 50)); throw new RangeError('late');";
  const isolate = isolateOf(late);
  assertEquals(started(isolate, ["9"]), [[["threw", 0, "NotFound", "function one"]]]);
  assertEquals(isolate.loading, true);
  const failed = ["failed", "RangeError: late\n    at sandbox:/main.ts:1:58"];
  assertEquals(said(isolate.turn(["1000"])), [failed]);
  const soon = late.replace("50", " 0");
  assertEquals(started(isolateOf(soon)), [[["threw", 0, "NotFound", "function one"]], [failed]]);
});

Deno.test("Isolate.start(): modules have the time of a turn, and so has the turn after them", () => {
  const spin = "const end = performance.now() + 150; while (performance.now() < end);";
  const slow = isolateOf(`${spin} export const one = () => { ${spin} return 1; };`, { turnMs: 250 });
  assertEquals(started(slow), [[["loaded"], ["done", 0, 1]]]);
  assertEquals(started(isolateOf("while (true);", { turnMs: 50 })), [["stopped"]]);
  const endless = isolateOf("export const one = () => { while (true); };", { turnMs: 50 });
  assertEquals(started(endless), [["stopped"]]);
});

Deno.test("Isolate.rejected() tells with what a promise of its own was rejected, and knows those of others", async () => {
  const heard: PromiseRejectionEvent[] = [];
  const listen = (event: PromiseRejectionEvent) => (event.preventDefault(), void heard.push(event));
  globalThis.addEventListener("unhandledrejection", listen);
  const isolate = isolateOf(`
    void Promise.reject(new RangeError("no"));
    class Own extends Promise {}
    void Own.reject(Object.setPrototypeOf(new Own(() => {}), new Proxy({}, { getPrototypeOf: () => { throw 1 } })));
  `);
  isolate.evaluate();
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.removeEventListener("unhandledrejection", listen);
  assertEquals(heard.map(({ promise }) => isolate.owns(promise)), [true, false]);
  const told = "a promise was rejected, and nobody awaits it: RangeError: no\n    at sandbox:/main.ts:2:25";
  assertEquals(said(isolate.rejected(heard[0]!.reason)), [["line", "error", told]]);
  assertEquals([isolateOf("").owns(heard[0]!.promise), isolate.owns(Promise.resolve())], [false, false]);
});
