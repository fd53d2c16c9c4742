import { assert, assertEquals } from "@std/assert";
import { importMarker } from "../guest/import_marker.ts";
import type { Isolate, TurnResult } from "./isolate.ts";
import { isolateOf, said } from "./testdata/isolates.ts";

/** A module as the compiler leaves it: `load` is its `import()`. */
const loading = (code: string, ...literals: string[]) =>
  `${code}\nimport load from ${JSON.stringify(importMarker(literals))};`;

/** Sees to all that is wanted; what was said meanwhile. */
function importAll(isolate: Isolate): unknown[] {
  const told: unknown[] = [];
  while (isolate.wants) told.push(...said(isolate.importNext()));
  return told;
}

/** What modules print, with all that they import. */
function printedBy(files: Record<string, string>): unknown[] {
  const isolate = isolateOf(files, { turnMs: 20_000 });
  const told = [...said(isolate.evaluate()), ...importAll(isolate)] as [string, string, string][];
  return told.filter(([kind]) => kind !== "loaded").map(([kind, level, text]) => kind === "line" ? text : level);
}

Deno.test("Isolate: a module is evaluated when it is first imported, once, and is the one that others have", () => {
  const lines = printedBy({
    "/main.ts": loading(`
      import * as fixed from "./lib/fixed.ts";
      console.log("main");
      const [late, same, known] = await Promise.all([load("./lib/late.ts"), load("./lib/late.ts"), load("./lib/fixed.ts")]);
      console.log(late === same, known === fixed, late.fixed === fixed, late.self === late, Object.keys(late).join());
      const otp = await load("@superlearner/otp");
      console.log(late.otp !== otp, typeof otp.GenServer.define, (await load("@superlearner/otp/stages")) === late.stages);
    `),
    "/lib/fixed.ts": 'console.log("fixed");',
    "/lib/late.ts": `
      import * as fixed from "./fixed.ts";
      import * as self from "./late.ts";
      export { fixed, self };
      export * as stages from "@superlearner/otp/stages";
      export * as otp from "@superlearner/otp";
      console.log("late");
    `,
  });
  assertEquals(lines, ["fixed", "main", "late", "true true true true fixed,otp,self,stages", "true function true"]);
});

Deno.test("Isolate: what is imported may wait at its top level, and what it throws comes to each import", () => {
  const isolate = isolateOf({
    "/main.ts": loading(`
      export const go = async (name) => { try { return (await load(name)).default } catch (error) { return String(error) } };
    `),
    "/waits.ts": 'await new Promise((done) => setTimeout(done, 60_000)); export default "waited";',
    "/throws.ts": 'throw new RangeError("no");',
    "/throws_late.ts": 'await new Promise((done) => setTimeout(done, 60_000)); throw new RangeError("late");',
    "/below.ts": 'import "./throws.ts"; export default 1;',
  });
  isolate.evaluate();
  const names = ["./waits.ts", "./throws.ts", "./throws_late.ts", "./below.ts", "./throws.ts"];
  said(isolate.turn(["0", ...names.map((name, id) => `["run",${id},"go",["${name}"]]`)]));
  const told = [...importAll(isolate), ...said(isolate.turn(["70000"]))] as [string, number, string][];
  assertEquals(
    told.map(([, id, value]) => [names[id], value]).sort(),
    [
      ["./below.ts", "RangeError: no"],
      ["./throws.ts", "RangeError: no"],
      ["./throws.ts", "RangeError: no"],
      ["./throws_late.ts", "RangeError: late"],
      ["./waits.ts", "waited"],
    ],
  );
});

Deno.test("Isolate: what cannot be read or linked is an ImportError of the guest, each time", () => {
  const lines = printedBy({
    "/main.ts": loading(`
      import { ImportError } from "@superlearner/sandbox/guest";
      for (const name of ["./bad.ts", "./bad.ts", "./out.ts", "./lacks.ts", "node:fs", "./none.ts"]) {
        try { await load(name); console.log("loaded") }
        catch (error) { console.log(error instanceof ImportError && error.code, error.message) }
      }
    `),
    "/bad.ts": "export const =",
    "/out.ts": 'import "node:fs";',
    "/lacks.ts": 'import { none } from "./main.ts";',
  });
  const isDenial = (line: unknown) => line === "node:fs"; // as the host is told
  assertEquals([
    lines.filter((each) => !isDenial(each)),
    lines.filter(isDenial),
  ], [
    [
      `unreadable Cannot import "/bad.ts" in /main.ts: /bad.ts: Unexpected token '='`,
      `unreadable Cannot import "/bad.ts" in /main.ts: /bad.ts: Unexpected token '='`,
      `unreadable Cannot import "/out.ts" in /main.ts: /out.ts imports node:fs, which was not granted`,
      `unreadable Cannot import "/lacks.ts" in /main.ts: /lacks.ts: The requested module './main.ts' does not provide an export named 'none'`,
      `denied Cannot import "node:fs" in /main.ts: it was not granted`,
      `missing Cannot import "./none.ts" in /main.ts: the sandbox has no such module`,
    ],
    ["node:fs"],
  ]);
});

Deno.test("Isolate: a module that does not come to an end is ended by the limit, however it is imported", () => {
  const endless = {
    loop: "while (true);",
    storm: "const again = () => Promise.resolve().then(again); again();",
    late: "await null; while (true);",
  };
  for (const [name, code] of Object.entries(endless)) {
    const isolate = isolateOf({ "/main.ts": loading('load("./x.ts")'), "/x.ts": code }, { turnMs: 50 });
    const results: TurnResult[] = [isolate.evaluate()];
    while (isolate.wants) results.push(isolate.importNext());
    assertEquals(results.map(({ stopped }) => stopped), [false, true], name);
    assertEquals(isolate.turn(["1"]).stopped, true);
  }
  for (const code of ["const go = () => load('./x.ts').then(go); go()", "while (true) load('./x.ts')"]) {
    const isolate = isolateOf({ "/main.ts": loading(code), "/x.ts": "" }, { turnMs: 50 });
    let stopped = isolate.evaluate().stopped;
    while (isolate.wants) ({ stopped } = isolate.importNext());
    assertEquals(stopped, true, code);
  }
});

Deno.test("Isolate: at the end of the stack an import() brings nothing of the outer realm in", () => {
  const lines = printedBy({
    "/main.ts": loading(`
      let foreign = 0, seen = 0;
      const judge = (error) => (seen++, error instanceof Error || foreign++);
      const names = ["./x.ts", "node:fs", "./none.ts", { toString: () => "./x.ts" }];
      const dive = () => {
        try { dive() } catch (error) { judge(error) }
        for (const each of names) {
          try { const made = load(each); if (!(made instanceof Promise)) foreign++; made.catch(judge) } catch (error) { judge(error) }
        }
      };
      for (let depth = 0; depth < 3; depth++) ((...pad) => dive())(...new Array(depth));
      await null;
      console.log(foreign === 0 && seen > 100);
    `),
    "/x.ts": "",
  });
  assertEquals(lines.at(-1), "true");
});

Deno.test("Isolate: of what import() gives nothing is of the outer realm", () => {
  const lines = printedBy({
    "/main.ts": loading(`
      const of = (value) => value.constructor === undefined ? "none" : value.constructor.constructor === Function;
      const promise = load("./x.ts"), failing = load("./throws.ts"), denied = load("node:fs");
      const errors = [await failing.catch((e) => e), await denied.catch((e) => e)];
      const namespace = await promise;
      console.log([promise, load, ...errors, namespace.default, errors[1].from].map(of).join(), promise instanceof Promise);
      console.log(of(namespace), Object.getPrototypeOf(namespace), Object.isSealed(namespace));
    `),
    "/x.ts": "export default {};",
    "/throws.ts": "null.x",
  });
  assertEquals(lines, ["node:fs", "true,true,true,true,true,true true", "none null true"]);
});

Deno.test("Isolate: a version beside the one that runs brings what was imported late, if that has changed", () => {
  const main = loading(`
    import { GenServer } from "@superlearner/otp"; void GenServer;
    export const go = (name) => load(name).then((module) => module.default, (error) => error.message);
  `);
  const isolate = isolateOf({
    "/main.ts": main,
    "/a.ts": 'import "./below.ts"; export default "a1";',
    "/b.ts": 'console.log("b"); export default "b1";',
    "/c.ts": 'throw new Error("c1");',
    "/below.ts": "",
  });
  const go = (id: number, name: string) => [
    ...said(isolate.turn(["1", `["run",${id},"go",["${name}"]]`])),
    ...importAll(isolate),
  ];
  isolate.evaluate();
  assertEquals([go(1, "./a.ts"), go(2, "./b.ts"), go(3, "./c.ts")], [
    [["done", 1, "a1"]],
    [["line", "log", "b"], ["done", 2, "b1"]],
    [["done", 3, "c1"]],
  ]);
  const next = new Map([
    ["/main.ts", main],
    ["/a.ts", 'import "./below.ts"; export default "a2";'],
    ["/b.ts", 'console.log("b"); export default "b1";'],
    ["/c.ts", 'export default "c2";'],
    ["/below.ts", "1;"],
    ["/d.ts", 'export default "d2";'],
  ]);
  const also = isolate.changedLate(next);
  assertEquals(also, ["/a.ts"]);
  assertEquals(isolate.link(next, { entry: "/main.ts", version: 4, also }), ["/a.ts", "/below.ts"]);
  assertEquals(said(isolate.evaluate()), [["beside", 4]]);
  assertEquals([go(5, "./a.ts"), go(6, "./d.ts")], [
    [["done", 5, "a1"]],
    [["done", 6, 'Cannot import "./d.ts" in /main.ts: the sandbox has no such module']],
  ]);
  const request = { version: 4, from: 1, to: 2, down: false, asks: false, pauseMs: 50, timeoutMs: 500 };
  const [answer] = said(isolate.turn(["2", JSON.stringify(["upgrade", 7, request])])) as [
    string,
    number,
    { ok: boolean },
  ][];
  assert(answer?.[2].ok);
  assertEquals(go(8, "./a.ts"), [["done", 8, "a2"]], "before the outer side knows that it runs");
  isolate.keep(4);
  assertEquals([go(9, "./a.ts"), go(10, "./b.ts"), go(11, "./c.ts"), go(12, "./d.ts")], [
    [["done", 9, "a2"]],
    [["done", 10, "b1"]],
    [["done", 11, "c2"]],
    [["done", 12, "d2"]],
  ]);
});

Deno.test("Isolate: who imports by a literal belongs to what it imports, as soon as that is there", () => {
  const files = {
    "/main.ts": loading('export const go = () => load("./a.ts");', "./a.ts"),
    "/a.ts": "export default 1;",
  };
  const changed = new Map(Object.entries({ ...files, "/a.ts": "export default 2;" }));
  const isolate = isolateOf(files);
  isolate.evaluate();
  assertEquals(isolate.link(changed, { entry: "/main.ts", version: 1 }), []);
  isolate.forget(1);
  isolate.turn(["1", '["discard",1]', '["run",1,"go",[]]']);
  importAll(isolate);
  const also = isolate.changedLate(changed);
  assertEquals(isolate.link(changed, { entry: "/main.ts", version: 2, also }), ["/a.ts", "/main.ts"]);
});
