import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type AnyIsolation, wallName } from "../host/testdata/worlds.ts";
import { Grader } from "./grader.ts";
import { COUNTER, graded, statuses } from "./testdata/counter.ts";

const ADDS = `
  import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
  test("adds", async () => assertEquals(await submission.call("add", [2, 3]), 5));
  test("is named", async () => assertEquals(await submission.value("title"), "sum"));
`;
const FIVE = "export const add = () => 5;";
const TITLE = `export const title = "sum";`;

/** The tests of this topic, against a wall. */
export function foolingSuite(isolation: AnyIsolation): void {
  const against = (main: string) => graded(main, { isolation, tests: { "tests.ts": ADDS } });

  Deno.test(`case 75: who leaves early has not passed, and the next test is not harmed (${wallName(isolation)})`, async () => {
    const result = await against(`
    import { system } from "@superlearner/sandbox/guest";
    export async function add() { await system.stop(); return 5; }
    ${TITLE}
  `);
    assertEquals(statuses(result), { adds: "crashed", "is named": "passed" });
    assertEquals(result.score, 50);
  });

  Deno.test(`case 75: there is no exit to call (${wallName(isolation)})`, async () => {
    const result = await against(`
    export function add() { globalThis.Deno?.exit?.(0); globalThis.process?.exit(0); close(); return 5; }
    ${TITLE}
  `);
    assertEquals(statuses(result), { adds: "failed", "is named": "passed" });
    assertEquals(result.tests[0]?.message, "ReferenceError: close is not defined");
  });

  Deno.test(`case 76: a printed report is a line among the output, and no more (${wallName(isolation)})`, async () => {
    const report = JSON.stringify({ score: 100, tests: [{ name: "adds", status: "passed", points: 1 }] });
    const result = await against(`
    export function add() { console.log(${JSON.stringify(report)}); console.log("ok | 2 passed | 0 failed"); return 6; }
    ${TITLE}
  `);
    assertEquals([result.score, result.tests[0]?.status], [50, "failed"]);
    assertEquals(result.output.map(({ from, test, text }) => [from, test, text]), [
      ["submission", "adds", report],
      ["submission", "adds", "ok | 2 passed | 0 failed"],
    ]);
  });

  Deno.test(`case 76: an answer in the form of a report is a value that is wrong (${wallName(isolation)})`, async () => {
    const result = await against(`
    export const add = () => ({ secret: "", value: [["finished", { passed: true, message: "" }]], outcome: "gave" });
    ${TITLE}
  `);
    assertEquals(statuses(result), { adds: "failed", "is named": "passed" });
  });

  Deno.test(`case 77: what the language brings cannot be patched (${wallName(isolation)})`, async () => {
    const patches = {
      "Object.is": "Object.is = () => true;",
      "JSON.stringify": "JSON.stringify = () => '5';",
      "Date.now": "Date.now = () => 0;",
      "Promise.prototype.then": "Promise.prototype.then = function () { return this; };",
      "Array.prototype.every": "Array.prototype.every = () => true;",
      "Object.prototype": "Object.prototype.passed = true;",
    };
    const files = Object.entries(patches).map(([what, code]) => [what, { "main.ts": `${code} ${FIVE} ${TITLE}` }]);
    await using grader = new Grader({ isolation, tests: { "tests.ts": ADDS } });
    for (const [what, result] of Object.entries(await grader.gradeAll(Object.fromEntries(files)))) {
      assertEquals(statuses(result), { adds: "not_run", "is named": "not_run" });
      const [found, ...more] = result.diagnostics;
      const place = [result.score, found?.file, found?.line, found?.code, more];
      assertEquals(place, [0, "/main.ts", 1, "LOAD_FAILED", []], what);
      assertStringIncludes(found!.message, "TypeError");
    }
  });

  Deno.test(`case 77: what can be patched is the submission's own, and changes nothing where it is judged (${wallName(isolation)})`, async () => {
    const result = await against(`
    import { GenServer, sys } from "@superlearner/otp";
    try { globalThis.assertEquals = () => {}; } catch {}
    try { sys.awaitState = () => 5; } catch {}
    try { Error.prototype.name = "AssertionError"; } catch {}
    export const add = () => 6;
    ${TITLE}
  `);
    assertEquals(statuses(result), { adds: "failed", "is named": "passed" });
  });

  Deno.test(`case 78: the tests are nowhere to be read (${wallName(isolation)})`, async () => {
    for (const specifier of ["./tests.ts", "../tests.ts", "@superlearner/sandbox/testing"]) {
      const result = await against(`import * as tests from "${specifier}"; export const add = () => tests; ${TITLE}`);
      assertEquals(statuses(result), { adds: "not_run", "is named": "not_run" });
      assertEquals(result.score, 0);
    }
  });

  Deno.test(`case 78: what a submission sees of a test is what it is asked (${wallName(isolation)})`, async () => {
    const result = await against(`
    import { listProcesses } from "@superlearner/otp";
    import { system } from "@superlearner/sandbox/guest";
    export function add(...args) {
      const seen = [new Error().stack, add.caller, Object.getOwnPropertyNames(globalThis), listProcesses(system), args];
      console.log(JSON.stringify(seen));
      return 5;
    }
    ${TITLE}
  `.replace("add.caller", "null"));
    const [line] = result.output;
    assert(line !== undefined);
    for (const secret of ["adds", "is named", "assertEquals", "tests.ts", "/work"]) {
      assertEquals(line.text.includes(secret), false, secret);
    }
    assertEquals(result.score, 100);
  });

  Deno.test(`case 79: an object that answers differently each time is what it was when it crossed (${wallName(isolation)})`, async () => {
    const result = await graded(
      `
    let asked = 0;
    export const adaptive = () => ({ get value() { return ++asked; } });
    export const disguised = () => ({ toJSON: () => 5, valueOf: () => 5, [Symbol.toPrimitive]: () => 5 });
    export const equalToAll = () => ({ then: undefined, equals: true });
    `,
      {
        isolation,
        tests: {
          "tests.ts": `
          import { assertEquals, assertRejects, submission, test } from "@superlearner/sandbox/testing";
          test("once", async () => {
            const value = await submission.call("adaptive");
            assertEquals([value.value, value.value, value.value], [1, 1, 1]);
          });
          test("no functions", async () => assertRejects(() => submission.call("disguised")));
          test("no class", async () => assertEquals(await submission.call("equalToAll"), 5));
        `,
        },
      },
    );
    assertEquals(statuses(result), { once: "passed", "no functions": "failed", "no class": "failed" });
    assertStringIncludes(result.tests[1]!.message!, "cannot cross the wall");
  });

  Deno.test(`case 80: a timer that a test has left behind is not there in the next (${wallName(isolation)})`, async () => {
    const result = await graded(
      `
    let poisoned = false;
    setInterval(() => { poisoned = true; }, 1);
    export function arm() { poisoned = true; globalThis.poison = true; return 1; }
    export const look = () => [poisoned, globalThis.poison];
    `,
      {
        isolation,
        tests: {
          "tests.ts": `
          import { assertEquals, submission, test } from "@superlearner/sandbox/testing";
          test("arms", async () => assertEquals(await submission.call("arm"), 1));
          test("is clean", async () => assertEquals((await submission.call("look"))[1], undefined));
        `,
        },
      },
    );
    assertEquals(statuses(result), { arms: "passed", "is clean": "passed" });
  });

  Deno.test(`case 81: a submission cannot tell one test, or a grader, from another sandbox (${wallName(isolation)})`, async () => {
    const probe = `
    export function add(left, right) {
      const clues = [typeof Deno, typeof process, typeof require, typeof self, import.meta.url, Error.prepareStackTrace];
      if (clues.some((each) => String(each).includes("test"))) return left + right;
      return -1;
    }
    ${TITLE}
  `;
    const result = await against(probe);
    assertEquals(statuses(result), { adds: "failed", "is named": "passed" });
  });

  Deno.test(`case 82: the tree of another student is not there (${wallName(isolation)})`, async () => {
    for (const path of ["../bob/main.ts", "/lab/students/bob/main.ts", "file:///students/bob/main.ts"]) {
      const result = await against(`export { add } from "${path}"; ${TITLE}`);
      assertEquals([result.score, result.tests[0]?.status, result.diagnostics.length], [0, "not_run", 1]);
    }
    const late = await against(`
    export const add = async () => (await import(["..", "bob", "main.ts"].join("/"))).add(2, 3);
    ${TITLE}
  `);
    assertEquals(statuses(late), { adds: "failed", "is named": "passed" });
  });

  Deno.test(`case 23: a submission that fulfils it has all points (${wallName(isolation)})`, async () => {
    const result = await graded(COUNTER, { isolation });
    assertEquals(statuses(result), { adds: "passed", "refuses text": "passed", "counts, and comes back": "passed" });
    assertEquals([result.score, result.diagnostics], [100, []]);
  });
}
