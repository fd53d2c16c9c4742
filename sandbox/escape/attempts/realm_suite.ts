import { type Attempt, probe } from "../attempt.ts";
import { NO_STRINGS } from "../refusals.ts";

/** Tells whether a thing, or anything in reach of it, is of another realm than the guest's own. */
const LOOK = String.raw`
const ownObject = Object.prototype, ownFunction = Function;
function top(value) {
  let each = value;
  for (let n = 0; n < 50; n++) {
    const above = Object.getPrototypeOf(each);
    if (above === null) return each;
    each = above;
  }
  return each;
}
function foreign(value, depth = 0, seen = new Set()) {
  if ((typeof value !== "object" || value === null) && typeof value !== "function") return undefined;
  if (seen.has(value) || depth > 4 || seen.size > 20000) return undefined;
  seen.add(value);
  const last = top(value);
  if (last !== ownObject && Object.hasOwn(last, "hasOwnProperty")) return ["another Object.prototype"];
  if (typeof value === "function" && value !== ownFunction.prototype && !(value instanceof ownFunction)) return ["a function of another realm"];
  for (const key of Reflect.ownKeys(value)) {
    let found;
    try { found = Object.getOwnPropertyDescriptor(value, key) } catch { continue }
    for (const part of [found?.value, found?.get, found?.set]) {
      const way = foreign(part, depth + 1, seen);
      if (way) return [String(key), ...way];
    }
  }
  const above = Object.getPrototypeOf(value);
  const way = above && foreign(above, depth + 1, seen);
  return way ? ["__proto__", ...way] : undefined;
}
const verdict = (found) => found === undefined ? "own" : proof(found);
/** Runs something where hardly any stack is left, again and again, and looks at what it throws or gives. */
function atTheEdge(code) {
  let found; const kept = [];
  const look = (thing) => { try { found ??= foreign(thing); kept.push(thing) } catch {} };
  const deep = () => { try { deep() } catch (e) { if (kept.length < 60) look(e) } if (kept.length < 60) try { look(code()) } catch (e) { look(e) } };
  try { deep() } catch (e) { look(e) }
  return { found: () => found, kept };
}
async function settledAtTheEdge(code) {
  const { found, kept } = atTheEdge(code);
  let way = found();
  for (const each of kept) {
    if (typeof each?.then !== "function") continue;
    try { way ??= foreign(await each) } catch (e) { way ??= foreign(e) }
  }
  return verdict(way);
}
`;
const own = "gave own";
/** A probe whose code gives back what may be of another realm. */
const look = (code: string) => probe(`return verdict(foreign(await (async () => { ${code} })()))`, own);
const caught = (code: string) => probe(`try { ${code} } catch (e) { return verdict(foreign(e)) } return "own"`, own);
const edge = (code: string) => probe(`return await settledAtTheEdge(() => { ${code} })`, own);

/** Ways to a thing of the outer realm: with one, all of the host's realm is reached. */
export const REALM: readonly Attempt[] = [
  {
    id: 130,
    category: "realm",
    title: "constructor chains of the global object, of this, of functions",
    top: LOOK,
    probes: [
      probe(`return proof(globalThis.constructor.constructor("return process.pid")())`, NO_STRINGS),
      probe(`return proof(Object.getPrototypeOf(globalThis).constructor.constructor("return Deno.pid")())`, NO_STRINGS),
      probe(`return proof(setTimeout.constructor("return Deno.pid")())`, NO_STRINGS),
      probe(`return proof(console.log.constructor("return Deno.pid")())`, NO_STRINGS),
      probe(`return proof(Deno.readTextFile.constructor("return Deno.pid")())`, NO_STRINGS),
      look(`return [globalThis.constructor, Object.getPrototypeOf(globalThis), (function () { return this })()]`),
    ],
  },
  {
    id: 131,
    category: "realm",
    title: "everything in reach of the global object and of the runtime's modules",
    top:
      `import * as otp from "@superlearner/otp"; import * as remote from "@superlearner/otp/remote"; import * as guest from "@superlearner/sandbox/guest"; import * as simulation from "@superlearner/otp/simulation"; import * as stages from "@superlearner/otp/stages"; ${LOOK}`,
    probes: [
      look(`return Reflect.ownKeys(globalThis).map((key) => globalThis[key])`),
      look(`return [globalThis]`),
      look(`return [otp, remote, guest, simulation, stages].flatMap((module) => Object.values(module))`),
      look(`return guest.system`),
      look(`return import.meta`),
    ],
  },
  {
    id: 132,
    category: "realm",
    title: "what every function given to the guest throws and gives back",
    top: LOOK,
    probes: [
      probe(
        `const odd = [undefined, null, 0, "x", Symbol("x"), 1n, {}, [], () => {}, new Proxy({}, {}), { toString() { throw 1 } }, new Date(NaN)]; ` +
          `const given = [Deno, console, { fetch, structuredClone, queueMicrotask, clearTimeout, clearInterval }].flatMap((of) => Object.values(of)).filter((f) => typeof f === "function"); ` +
          `let way; for (const f of given) for (const each of odd) { try { const r = f(each, each); way ??= foreign(r); if (r?.then) { try { way ??= foreign(await r) } catch (e) { way ??= foreign(e) } } } catch (e) { way ??= foreign(e) } ` +
          `try { way ??= foreign(new f(each)) } catch (e) { way ??= foreign(e) } } return verdict(way)`,
        own,
      ),
    ],
  },
  {
    id: 133,
    category: "realm",
    title: "the promise of import(), what it rejects with, namespaces",
    files: {
      "/ok.ts": "export const one = 1;",
      "/bad.ts": "import { nothing } from '@superlearner/otp'; export default nothing;",
      "/throws.ts": "throw new Error('at the top');",
      "/later.ts": "await null; throw new Error('later');",
    },
    top: LOOK,
    probes: [
      look(`return [import("./ok.ts")]`),
      look(`return [import("node:fs").catch(() => {})]`),
      look(`return [await import("./ok.ts").catch(() => {})]`),
      caught(`await import("./no.ts")`),
      caught(`await import("./bad.ts")`),
      caught(`await import("./throws.ts")`),
      caught(`await import("./later.ts")`),
      caught(`await import("node:fs")`),
      caught(`await import(Symbol("x"))`),
      caught(`await import("./ok.ts", { with: { type: "json" } })`),
      caught(`await import("./ok.ts", { with: { type: 1 } })`),
      caught(`await import("./ok.ts", 1)`),
    ],
  },
  {
    id: 134,
    category: "realm",
    title: "a stack overflow within code of ours",
    files: { "/ok.ts": "export const one = 1;" },
    top: LOOK,
    probes: [
      edge(`return import("./ok.ts")`),
      edge(`return import("./no.ts")`),
      edge(`return import.meta`),
      edge(`return Deno.readTextFile("%ABSENT%")`),
      edge(`return fetch("http://x")`),
      edge(`return structuredClone({ a: [1] })`),
      edge(`return setTimeout(() => {}, 0)`),
      edge(`return console.log({ a: 1 })`),
      edge(`return new Error("x").stack`),
      edge(`return Promise.resolve(1).then(() => {})`),
      edge(`return JSON.parse("{")`),
      edge(`return new Date().toLocaleString()`),
      edge(`globalThis.made = 1; return Object.getOwnPropertyDescriptor(globalThis, "made")`),
    ],
    deadlineMs: 35_000,
  },
  {
    id: 135,
    category: "realm",
    title: "names on the global object: getters, setters, this within them",
    top: LOOK,
    probes: [
      probe(
        `let that; Object.defineProperty(globalThis, "trap", { get() { that = this; return 1 }, set() { that = this }, configurable: true }); ` +
          `void trap; void globalThis.trap; globalThis.trap = 2; return that === globalThis || that === undefined ? verdict(foreign(that)) : verdict(foreign(that) ?? (Object.getPrototypeOf(that) === null ? undefined : ["another this"]))`,
        own,
      ),
      look(`return Object.getOwnPropertyDescriptors(globalThis)`),
      look(
        `Object.defineProperty(globalThis, Symbol("s"), { get() { return this } }); return Object.getOwnPropertySymbols(globalThis).map((s) => globalThis[s])`,
      ),
      caught(`Object.setPrototypeOf(globalThis, new Proxy({}, { get: (_, key) => key })); void notThere`),
      caught(`undefinedName = 1`),
      caught(`delete globalThis.undefined`),
      caught(`Object.defineProperty(globalThis, "Object", { value: 1 })`),
      caught(`Object.freeze(globalThis)`),
      caught(`Object.preventExtensions(globalThis)`),
    ],
  },
  {
    id: 136,
    category: "realm",
    title: "callers of functions: caller, arguments, callee",
    top: LOOK,
    probes: [
      caught(`return verdict(foreign((function () { return attempt.caller })()))`),
      caught(`void arguments.callee`),
      probe(
        `let seen; const f = structuredClone; try { f({ get x() { try { seen = f.caller ?? f.arguments } catch (e) { seen = e } return 1 } }) } catch {} return verdict(foreign(seen))`,
        own,
      ),
      probe(
        `const seen = []; for (const f of [setTimeout, console.log, Deno.readTextFile, fetch]) for (const key of ["caller", "arguments", "callee"]) try { seen.push(f[key]) } catch (e) { seen.push(e) } return verdict(foreign(seen))`,
        own,
      ),
      probe(
        `return await new Promise((done) => setTimeout(function () { try { done(verdict(foreign([this, arguments[0]]))) } catch (e) { done(verdict(foreign(e))) } }, 1))`,
        own,
      ),
    ],
  },
  {
    id: 137,
    category: "realm",
    title: "Proxies whose traps see who comes",
    top: LOOK,
    probes: [
      probe(
        `let way; const spy = new Proxy(function () {}, Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((trap) => [trap, (...args) => { way ??= foreign(args); return Reflect[trap](...args) }]))); ` +
          `for (const f of [console.log, structuredClone, (x) => Deno.readTextFile(x).catch(() => {}), (x) => fetch("http://x", x).catch(() => {}), (x) => setTimeout(x, 0)]) try { await f(spy) } catch (e) { way ??= foreign(e) } ` +
          `await new Promise((done) => setTimeout(done, 5)); return verdict(way)`,
        own,
      ),
    ],
  },
  {
    id: 138,
    category: "realm",
    title: "promises: thenables, species, constructors, hooks, rejections",
    top: LOOK,
    probes: [
      look(`let seen; await { then(...args) { seen = args; args[0](1) } }; return seen`),
      look(
        `let seen; await new Promise((done) => { const p = Deno.readTextFile("%ABSENT%"); Object.defineProperty(p, "constructor", { value: { [Symbol.species]: function (executor) { executor((v) => { seen = v; done() }, (e) => { seen = e; done() }) } } }); try { p.then(() => {}, (e) => { throw e }).then?.(done, done) } catch { done() } setTimeout(done, 20) }); return seen`,
      ),
      look(
        `let seen; class P extends Promise { constructor(e) { super((a, b) => { seen = [a, b]; e(a, b) }) } } ; await P.resolve(1).finally(() => {}); return seen`,
      ),
      caught(
        `await (async function* () { yield* { [Symbol.asyncIterator]: () => ({ next: () => { throw new Error("x") } }) } })().next()`,
      ),
      look(
        `return await new Promise((done) => { addEventListener("unhandledrejection", done); Promise.reject(new Error("x")).catch(() => {}); setTimeout(done, 5) })`,
      ),
    ],
  },
  {
    id: 139,
    category: "realm",
    title: "Symbol.species, toStringTag, hasInstance, iterators of what comes from the host",
    top: LOOK,
    permissions: { read: ["%ALLOWED%"] },
    probes: [
      look(`return await Deno.readFile("%ALLOWED%/a.txt")`),
      look(`return (await Deno.readFile("%ALLOWED%/a.txt")).buffer`),
      look(`return await Deno.stat("%ALLOWED%/a.txt")`),
      look(`return await Array.fromAsync(await Deno.readDir("%ALLOWED%"))`),
      caught(`await Deno.readTextFile("%ALLOWED%/no.txt")`),
      look(
        `class Mine extends Uint8Array { static get [Symbol.species]() { return Array } } ; return structuredClone(new Mine(3))`,
      ),
    ],
  },
  {
    id: 140,
    category: "realm",
    title: "error.cause chains, AggregateError, errors of the platform",
    top: LOOK,
    probes: [
      look(`return await Deno.readTextFile("x").catch((e) => [e, e.cause, e.errors, e.error])`),
      look(`return await Promise.any([fetch("http://x"), Deno.readTextFile("x")]).catch((e) => [e, ...e.errors])`),
      look(`return await new Promise((done) => AbortSignal.timeout(1).addEventListener("abort", done))`),
      look(`const c = new AbortController(); c.abort(); try { c.signal.throwIfAborted() } catch (e) { return e }`),
      caught(`new Intl.NumberFormat("not a locale")`),
      caught(`"x".repeat(2 ** 30)`),
      caught(`new Array(-1)`),
      caught(`new RegExp("(")`),
      caught(`BigInt(1.5)`),
      caught(`new Uint8Array(2 ** 53)`),
      caught(`JSON.parse("[".repeat(1e5))`),
    ],
  },
  {
    id: 141,
    category: "realm",
    title: "generators and async functions: their prototypes and what resumes them",
    top: LOOK,
    probes: [
      look(
        `function* g() { yield (yield) } const i = g(); i.next(); return [i, i.next(1), i.return(2), g.prototype, Object.getPrototypeOf(g)]`,
      ),
      look(
        `async function* g() { try { yield 1 } finally { yield 2 } } const i = g(); return [i, await i.next(), await i.return(3), Object.getPrototypeOf(g)]`,
      ),
      look(`using resource = { [Symbol.dispose]() {} }; return [Symbol.dispose, DisposableStack, SuppressedError]`),
      look(
        `return [Iterator, Iterator.from([1]).map((x) => x), [1].values(), new Map([[1, 2]]).entries(), "a".matchAll(/a/g)]`,
      ),
    ],
  },
  {
    id: 256,
    category: "realm",
    title: "what there is of the platform: URL, encodings, crypto, events, copies; at the end of the stack too",
    top: LOOK,
    probes: [
      look(`return [URL, URLSearchParams, TextEncoder, TextDecoder, crypto, CustomEvent, DOMException, atob, btoa]`),
      look(
        `const url = new URL("http://ü.example/?a=1"); return [url, url.searchParams, url.searchParams.entries(), URL.parse("x:y")]`,
      ),
      look(`return [crypto.getRandomValues(new Uint8Array(4)), new TextEncoder().encode("ä"), new CustomEvent("x")]`),
      look(
        `return structuredClone([new Map([[1, new Set()]]), new Date(0), /x/, new Error("x"), new ArrayBuffer(1), Object(1n)])`,
      ),
      caught(`new URL("nope")`),
      caught(`new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array([255]))`),
      caught(`new TextDecoder("latin9")`),
      caught(`crypto.getRandomValues(new Uint8Array(1e6))`),
      caught(`structuredClone(() => {})`),
      caught(`atob("a")`),
      edge(`return new URL("http://ü.example/?a=1").searchParams`),
      edge(`return new TextDecoder().decode(new TextEncoder().encode("ä"))`),
      edge(`return structuredClone([{}])`),
      edge(`return crypto.getRandomValues(new Uint8Array(4))`),
    ],
  },
];
