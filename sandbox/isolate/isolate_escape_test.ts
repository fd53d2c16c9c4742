import { assertEquals } from "@std/assert";
import { isolateOf, printed, said } from "./testdata/isolates.ts";

/** Whether each is true in the realm, told by a guest. */
function told(expressions: readonly string[]): unknown {
  const tries = expressions.map((each) => `(() => { try { return ${each} } catch (error) { return error.name } })()`);
  const [line = "nothing"] = printed(`console.log(JSON.stringify([${tries.join(",")}]));`);
  return JSON.parse(line);
}

Deno.test("Isolate: the realm has nothing of the platform's but what was put there", () => {
  const absent = ["process", "Worker", "BroadcastChannel", "caches", "WebAssembly", "SharedArrayBuffer", "Atomics"];
  absent.push("FinalizationRegistry", "WebSocket", "navigator", "self", "window", "require", "Buffer", "global");
  assertEquals(told(absent.map((name) => `typeof ${name}`)), absent.map(() => "undefined"));
});

Deno.test("Isolate: no code is made of a text", () => {
  const tries = [
    "eval('1')",
    "(0, eval)('1')",
    "Function('return 1')()",
    "new (async () => {}).constructor('return 1')",
  ];
  tries.push("(function* () {}).constructor('return 1')", "(async function* () {}).constructor('return 1')");
  assertEquals(told(tries), tries.map(() => "EvalError"));
  assertEquals(told(["setTimeout('1')", "setInterval('1')", "queueMicrotask('1')"]), [
    "TypeError",
    "TypeError",
    "TypeError",
  ]);
});

Deno.test("Isolate: what the guest gets is of its own realm", () => {
  const of = (value: string) => `(${value}).constructor.constructor === Function`;
  const values = [
    "globalThis",
    "console",
    "console.log",
    "setTimeout",
    "Deno",
    "fetch",
    "performance",
    "structuredClone({})",
  ];
  values.push(
    "new AbortController().signal",
    "Error.prepareStackTrace",
    "import.meta.constructor ?? {}",
    "Promise.resolve()",
  );
  assertEquals(told(values.map(of)), values.map(() => true));
  assertEquals(told(["Object.getPrototypeOf(import.meta) === null", "Object.keys(import.meta).length"]), [
    true,
    0,
  ]);
});

Deno.test("Isolate: at the end of the stack no error of the outer realm comes in", () => {
  // Often enough that each kind of call is the one that finds the stack at its end.
  const [line] = printed(`
    let foreign = 0, seen = 0;
    const judge = (error) => (seen++, error instanceof Error || foreign++);
    const tries = [() => import("/x.ts"), () => import.meta, () => Error.captureStackTrace({}), () => clearTimeout(1)];
    const dive = () => {
      try { dive() } catch (error) { judge(error) }
      for (const each of tries) {
        try { const made = each(); if (made instanceof Promise) made.catch(judge); } catch (error) { judge(error) }
      }
    };
    for (let depth = 0; depth < 8; depth++) ((...pad) => dive())(...new Array(depth));
    await null;
    console.log(foreign === 0 && seen > 100);
  `);
  assertEquals(line, "true");
});

Deno.test("Isolate: frames of a stack never get to the guest, and no path of the host does", () => {
  const lines = printed(`
    "use strict";
    try { Error.prepareStackTrace = (_, frames) => frames } catch (error) { console.log(error.name) }
    try { Object.defineProperty(Error, "prepareStackTrace", { value: (_, frames) => frames }) } catch (error) { console.log(error.name) }
    const holder = {}; Error.captureStackTrace(holder);
    console.log([new Error("x").stack, holder.stack, (() => { try { null.x } catch (e) { return e.stack } })()].every((each) =>
      typeof each === "string" && !/file:|ext:|node:|data:|blob:|\\/home|\\/work|vm\\.js/.test(each)));
  `);
  assertEquals(lines, ["TypeError", "TypeError", "true"]);
});

Deno.test("Isolate: what the language brings cannot be changed, and shadowing works", () => {
  const frozen = [
    "Object",
    "Array",
    "Promise",
    "Map",
    "Error",
    "String",
    "Function",
    "RegExp",
    "JSON",
    "Math",
    "Reflect",
  ];
  const holders = frozen.flatMap((name) => [name, `${name}.prototype ?? Math`]);
  holders.push(
    "(async () => {}).constructor.prototype",
    "[].values().__proto__",
    "new Uint8Array().__proto__.__proto__",
  );
  assertEquals(told(holders.map((each) => `Object.isFrozen(${each})`)), holders.map(() => true));
  const lines = printed(`
    const error = new Error("a"); error.name = "Mine"; error.message = "b"; console.log(String(error));
    const plain = {}; plain.toString = () => "own"; plain.constructor = 5; console.log(String(plain), plain.constructor);
    class Own { toString() { return "class"; } } console.log(String(new Own()));
    for (const change of [() => { Object.prototype.polluted = 1 }, () => { Array.prototype.push = 1 }]) {
      try { change(); console.log("changed") } catch (error) { console.log(error.name) }
    }
    try { globalThis.Map = 5 } catch { /* V8 says nothing here */ }
    try { Object.defineProperty(globalThis, "Map", { value: 5 }) } catch { /* the same */ }
    console.log(typeof Map, Reflect.deleteProperty(globalThis, "Map"), typeof Map);
  `);
  assertEquals(lines, ["Mine: b", "own 5", "class", "TypeError", "TypeError", "function false function"]);
});

Deno.test("Isolate: a dynamic import is refused, in the guest's own words", () => {
  const lines = printed(`
    for (const specifier of ["./main.ts", "node:fs", "data:text/javascript,1", "npm:x", "https://x.example/"]) {
      try { await import(specifier); console.log("loaded") } catch (error) { console.log(error instanceof TypeError) }
    }
  `);
  assertEquals(lines, ["true", "true", "true", "true", "true"]);
});

Deno.test("Isolate: a rejection with an object full of traps is not looked at by anybody outside", async () => {
  const seen: unknown[] = [];
  const onRejection = (event: PromiseRejectionEvent) => (event.preventDefault(), seen.push("rejected"));
  globalThis.addEventListener("unhandledrejection", onRejection);
  const isolate = isolateOf(`
    let touched = 0;
    const trap = new Proxy({}, new Proxy({}, { get: () => { touched++; return undefined } }));
    Promise.reject(trap);
    Promise.reject({ get stack() { touched++ }, get message() { touched++ }, get name() { touched++ } });
    export const count = () => touched;
  `);
  isolate.evaluate();
  await new Promise((resolve) => setImmediate(resolve));
  globalThis.removeEventListener("unhandledrejection", onRejection);
  assertEquals(isolate.turn(["1", '["run",1,"count",[]]']).text.includes('["done",1,0]'), true);
  assertEquals(seen, ["rejected", "rejected"]);
});

Deno.test("Isolate: whatever a guest does to its global object, it goes on to hear, and sees nothing of what it hears by", () => {
  const isolate = isolateOf(`
    let seen;
    Object.defineProperty(globalThis, "look", { get() { seen = this; return 1; }, configurable: true });
    look;
    const names = () => Reflect.ownKeys(globalThis).map(String).sort().join();
    const before = names();
    export const same = () => [Reflect.ownKeys(seen).length > 0 && Object.getPrototypeOf(seen) === null, names() === before];
    export const lock = () => {
      Object.freeze(seen);
      try { Object.freeze(globalThis) } catch {}
      Reflect.setPrototypeOf(globalThis, new Proxy({}, { has: () => true, get: () => { throw 1 } }));
      return [Reflect.isExtensible(seen)];
    };
  `);
  isolate.evaluate();
  const run = (id: number, name: string) => said(isolate.turn([`${id}`, `["run",${id},"${name}",[]]`]));
  assertEquals(run(1, "same"), [["done", 1, [true, true]]]);
  assertEquals(run(2, "lock"), [["done", 2, [false]]]);
  assertEquals(run(3, "same"), [["done", 3, [true, true]]]);
});
