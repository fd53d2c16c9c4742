import { assertEquals } from "@std/assert";
import { listFiles } from "../lib/files.ts";
import { ROOT } from "../lib/workspace.ts";
import { check } from "./_check.ts";
import { isSleepless, noSleep, SLEEP_EDGES } from "./no_sleep.ts";

const run = (source: string, path = "supertester/a_test.ts") => check(noSleep, { path, source });
/** What is found inside a function that may await. */
const inside = (body: string) =>
  run(`async function f() { ${body} }`).map((message) => message.replace(/^.*, got /, ""));

Deno.test("no-sleep finds native timers, however they are reached", () => {
  const found = [
    ["setTimeout(f, 1)", "setTimeout"],
    ["setInterval(f, 1)", "setInterval"],
    ["new Promise(setImmediate)", "setImmediate"],
    ["new Promise((resolve) => setTimeout(resolve, 5))", "setTimeout"],
    ["globalThis.setTimeout(f, 1)", "setTimeout"],
    ["const later = setTimeout", "setTimeout"],
    ["const { setTimeout } = globalThis", "setTimeout"],
    ["const timers = { setInterval }", "setInterval"],
  ] as const;
  for (const [source, name] of found) {
    assertEquals(run(source), [`Nothing here waits for time to pass, got ${name}`], source);
  }
});

Deno.test("no-sleep finds Atomics.wait, scheduler.wait and modules that wait", () => {
  assertEquals(inside("Atomics.wait(a, 0, 0, 5)"), ["Atomics.wait()"]);
  assertEquals(inside("await Atomics.waitAsync(a, 0, 0).value"), ["Atomics.waitAsync()"]);
  assertEquals(inside("await scheduler.wait(5)"), ["scheduler.wait()"]);
  for (const name of ["node:timers/promises", "node:timers", "@std/async/delay", "jsr:@std/async@^1", "npm:delay@6"]) {
    assertEquals(run(`import { x } from "${name}";`), [
      `Nothing here waits for time to pass, got a module that does: ${name}`,
    ]);
  }
  assertEquals(inside('await import("node:timers/promises")').length, 1);
});

Deno.test("no-sleep finds what is awaited by the name of a sleep", () => {
  assertEquals(inside("await delay(5)"), ["delay()"]);
  assertEquals(inside("await sleep(5)"), ["sleep()"]);
  assertEquals(inside("while (!done) await self.sleep(5)"), ["self.sleep()"]);
});

Deno.test("no-sleep finds loops that look again and again", () => {
  const microtasks = ["a loop that awaits Promise.resolve()"];
  assertEquals(inside("while (!done()) await Promise.resolve();"), microtasks);
  assertEquals(inside("do { await Promise.resolve(); } while (!done());"), microtasks);
  assertEquals(inside("for (let i = 0; i < 10; i++) await Promise.resolve();"), microtasks);
  assertEquals(inside("for (;;) { if (done()) break; await null; }"), ["a loop that awaits null"]);
  assertEquals(inside("while (!done()) { await undefined; }"), ["a loop that awaits undefined"]);
});

Deno.test("no-sleep finds loops that go on until a clock says so", () => {
  assertEquals(inside("while (performance.now() < end) {}"), ["performance.now() < end"]);
  assertEquals(inside("do { await step(); } while (Date.now() - from < 100);"), ["Date.now() - from < 100"]);
  assertEquals(inside("for (; performance.now() < end;) await step();"), ["performance.now() < end"]);
  assertEquals(inside("for (;;) { await step(); if (Date.now() > end) break; }"), ["Date.now() > end"]);
});

Deno.test("no-sleep leaves events, clocks of Systems, measuring and other names alone", () => {
  const sources = [
    "clock.setTimeout(f, 1); const watched = 'setTimeout'; type T = { setTimeout: 1 }; const o = { setTimeout: f };",
    "await Promise.resolve(); await null;",
    "await self.sleep(5); await self.receive(); const delayed = delay(5);",
    "for (const one of all) await Promise.resolve();",
    "while (!done()) await events.next();",
    "while (!done()) list.map(async () => { await Promise.resolve(); });",
    "for (let i = 0; i < n; i++) { const from = performance.now(); await step(); took.push(performance.now() - from); }",
    "while (system.now() < end) await clock.next();",
    "Atomics.load(a, 0); signal.wait;",
    'import("./timers.ts");',
  ];
  for (const source of sources) assertEquals(inside(source), [], source);
});

Deno.test("no-sleep holds for every file of its packages, and for no other", () => {
  for (const path of ["supertester/x/a.ts", "supertester/testdata/a.ts", "supertester/a_bench.ts"]) {
    assertEquals(run("setTimeout(f, 1)", path).length, 1, path);
  }
  assertEquals(run("setTimeout(f, 1)", "otp/a_test.ts"), []);
  assertEquals([isSleepless("supertester"), isSleepless("otp")], [true, false]);
});

/** Whether a text switches the rule off somewhere: by its name, or by a comment without names. */
function ignoresIt(text: string): boolean {
  return /deno-lint-ignore(?:-file)?(?:[^\n]*superlearner\/(?:no|test)-sleep|[ \t]*(?:--|\r?\n|$))/.test(text);
}

Deno.test("SLEEP_EDGES are the files that ignore no-sleep, and no other does", async () => {
  for (
    const comment of ["-file superlearner/no-sleep -- why", " no-var superlearner/no-sleep -- why", "-file", " -- why"]
  ) {
    assertEquals(ignoresIt(`// deno-lint-ignore${comment}\n`), true, comment);
  }
  assertEquals(ignoresIt("// deno-lint-ignore no-explicit-any\nsleep"), false);
  const ignoring: string[] = [];
  for (const path of await listFiles()) {
    if (!isSleepless(path.split("/")[0]!) || !/\.tsx?$/.test(path)) continue;
    if (ignoresIt(await Deno.readTextFile(`${ROOT}/${path}`))) ignoring.push(path);
  }
  assertEquals(ignoring, [...SLEEP_EDGES].sort());
});
