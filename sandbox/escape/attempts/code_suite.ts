import { absent, type Attempt, probe } from "../attempt.ts";
import { importRefused, NO_STRINGS, noFunction, noGlobal } from "../refusals.ts";

const imported = (specifier: string) =>
  probe(`return proof(Object.keys(await import(${JSON.stringify(specifier)})))`, importRefused(specifier));
const node = (name: string, code: string) =>
  probe(`const m = await import(["no", "de:${name}"].join("")); ${code}`, importRefused(`node:${name}`));
/** Every module of Node's that Deno has, but those that an attempt of its own is about. */
const NODE_MODULES = [
  "_http_agent",
  "_tls_wrap",
  "assert",
  "async_hooks",
  "buffer",
  "console",
  "constants",
  "crypto",
  "diagnostics_channel",
  "domain",
  "events",
  "https",
  "path",
  "perf_hooks",
  "punycode",
  "querystring",
  "readline",
  "repl",
  "string_decoder",
  "sys",
  "timers",
  "timers/promises",
  "trace_events",
  "tty",
  "url",
  "util",
  "wasi",
  "zlib",
];
/** Names of built-in modules without their prefix, and of Deno's insides. */
const BARE = [
  "fs",
  "vm",
  "process",
  "ext:core/mod.js",
  "ext:core/ops",
  "ext:runtime/98_global_scope_shared.js",
  "internal:core",
  "checkin:x",
];

/** What is literal is refused before anything of it runs. */
const literal = (id: number, specifier: string): Attempt => ({
  id,
  category: "imports",
  title: `a literal import() of ${specifier}`,
  literal: true,
  probes: [probe(`return proof(Object.keys(await import("${specifier}")))`)],
  refusedBy: [{ host: "import_denied" }],
});

/** Modules that were not granted, and code made of strings. */
export const CODE: readonly Attempt[] = [
  {
    id: 38,
    category: "imports",
    title: "bare names",
    probes: [
      ...["lodash", "@std/assert", "@superlearner/sandbox", "superlearner", ""].map(imported),
      ...BARE.map(imported),
    ],
  },
  {
    id: 39,
    category: "imports",
    title: "npm:, jsr:, https:",
    probes: ["npm:is-odd@3", "jsr:@std/assert@1", "https://deno.land/std/version.ts", "NPM:is-odd@3", " npm:is-odd@3"]
      .map(imported),
  },
  {
    id: 116,
    category: "imports",
    title: "a static import of npm:",
    top: `import odd from "npm:is-odd@3";`,
    probes: [probe(`return proof(typeof odd)`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 117,
    category: "imports",
    title: "a static import of node:",
    top: `import { readFileSync } from "node:fs";`,
    probes: [probe(`return readFileSync("%FILE%", "utf8")`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 40,
    category: "imports",
    title: "an import map, deno.json or package.json among the files",
    files: {
      "/deno.json": `{ "imports": { "stolen": "file://%MODULE%", "fs": "node:fs" } }`,
      "/package.json": `{ "imports": { "#stolen": "%MODULE%" }, "dependencies": { "is-odd": "3" } }`,
    },
    probes: [...["stolen", "fs", "#stolen", "is-odd"].map(imported)],
  },
  {
    id: 41,
    category: "imports",
    title: "modules that the guest makes: blob:, data:",
    probes: [
      imported("data:text/javascript,export default 1"),
      imported("data:application/json,1"),
      imported("blob:null/0e0f6a52-6a5c-4f0e-8d2b-1c2d3e4f5a6b"),
      imported("javascript:1"),
    ],
  },
  {
    id: 42,
    category: "imports",
    title: "import() inside eval, Function, a timer's text, node:vm",
    literal: true,
    probes: [
      probe(`return await (0, eval)("import('node:fs')")`, NO_STRINGS),
      probe(`return await new Function("return import('node:fs')")()`, NO_STRINGS),
      probe(
        `const A = (async () => {}).constructor; return await new A("return await import('node:fs')")()`,
        NO_STRINGS,
      ),
      probe(
        `setTimeout("globalThis.x = 1", 0); return proof("set")`,
        "threw TypeError: Cannot set a timer: it takes a function",
      ),
      node("vm", `return proof(m.runInThisContext("1"))`),
    ],
  },
  {
    id: 43,
    category: "imports",
    title: "module.register, import.meta.resolve, require.cache",
    probes: [
      node("module", `m.register("data:text/javascript,"); return proof("registered")`),
      probe(
        `return proof(import.meta.resolve("node:fs"))`,
        noFunction("import.meta.resolve"),
        noFunction("(intermediate value).resolve"),
      ),
      probe(`return proof(require.cache)`, noGlobal("require")),
      probe(`return proof(import.meta.main)`, "gave PROOF undefined"),
      probe(`return proof(import.meta.dirname)`, "gave PROOF undefined"),
    ],
  },
  {
    id: 118,
    category: "imports",
    title: "a specifier that is an object and changes its mind",
    files: { "/own.ts": "export default 'own'" },
    probes: [
      probe(
        `let n = 0; return (await import({ toString: () => n++ === 0 ? "./own.ts" : "file://%MODULE%" })).default`,
        "gave own",
      ),
      probe(
        `let n = 0; return (await import({ [Symbol.toPrimitive]: () => n++ === 0 ? "./own.ts" : "node:fs" })).default`,
        "gave own",
      ),
      probe(
        `return proof(typeof (await import("./own.ts", { get with() { return { type: "text" } } })).default)`,
        `threw ImportError: Cannot import "./own.ts" in /main.ts: it cannot be imported as text`,
      ),
    ],
  },
  {
    id: 44,
    category: "node",
    title: "every module of Node's",
    probes: NODE_MODULES.map((name) => imported(`node:${name}`)),
  },
  {
    id: 45,
    category: "node",
    title: "v8.setFlagsFromString, writeHeapSnapshot",
    probes: [
      node("v8", `m.setFlagsFromString("--allow-natives-syntax"); return proof("set")`),
      node("v8", `return proof(m.writeHeapSnapshot("%DIR%/heap"))`),
      node("v8", `return proof(m.startupSnapshot)`),
    ],
  },
  {
    id: 46,
    category: "node",
    title: "worker_threads: eval, SHARE_ENV, execArgv, wider limits",
    probes: [
      node("worker_threads", `return proof(new m.Worker("1", { eval: true, env: m.SHARE_ENV }).threadId)`),
      node(
        "worker_threads",
        `return proof(new m.Worker("1", { eval: true, execArgv: ["-A"], resourceLimits: { maxOldGenerationSizeMb: 9999 } }).threadId)`,
      ),
      node("worker_threads", `return proof(m.workerData ?? "data")`),
    ],
  },
  {
    id: 47,
    category: "node",
    title: "process.binding, Deno.internal and its symbol",
    probes: [
      probe(`return proof(process.binding("fs"))`, noGlobal("process")),
      probe(`return Deno.internal === undefined ? undefined : proof(Deno.internal)`, "gave undefined"),
      probe(`return Deno[Symbol.for("Deno.internal")] === undefined ? undefined : proof("insides")`, "gave undefined"),
      probe(`return Object.getOwnPropertySymbols(Deno).length === 0 ? "none" : proof("symbols")`, "gave none"),
      probe(`return Deno.core === undefined ? undefined : proof("core")`, "gave undefined"),
      probe(
        `const known = ["Deno.internal", "Deno.privateCustomInspect", "nodejs.util.inspect.custom", "nodejs.util.promisify.custom"]; ` +
          `const there = known.filter((name) => Symbol.for(name) in globalThis); return there.length === 0 ? "none" : proof(there)`,
        "gave none",
      ),
      ...absent("__bootstrap", "internalBinding", "primordials"),
    ],
  },
  {
    id: 48,
    category: "strings",
    title: "eval, direct and indirect",
    probes: [
      probe(`return proof(eval("1 + 1"))`, NO_STRINGS),
      probe(`return proof((0, eval)("1 + 1"))`, NO_STRINGS),
      probe(`return proof(Reflect.apply(eval, globalThis, ["globalThis"]) === globalThis)`, NO_STRINGS),
      probe(`return proof(["1 + 1"].map(eval))`, NO_STRINGS),
      probe(`return proof(globalThis.execScript("1"))`, noFunction("globalThis.execScript")),
    ],
  },
  {
    id: 49,
    category: "strings",
    title: "the four constructors of functions, by prototype",
    probes: [
      probe(`return proof((() => {}).constructor("return this")())`, NO_STRINGS),
      probe(`return proof(Object.getPrototypeOf(async () => {}).constructor("return 1"))`, NO_STRINGS),
      probe(`return proof(Object.getPrototypeOf(function* () {}).constructor("yield 1"))`, NO_STRINGS),
      probe(`return proof(Object.getPrototypeOf(async function* () {}).constructor("yield 1"))`, NO_STRINGS),
      probe(`return proof(Reflect.construct(Function, ["return 1"], class {}))`, NO_STRINGS),
      probe(`class F extends Function {} ; return proof(new F("return this")())`, NO_STRINGS),
      probe(`return proof(Function.prototype.constructor.call(null, "return globalThis")())`, NO_STRINGS),
    ],
  },
  {
    id: 119,
    category: "strings",
    title: "code in what is not a string: trusted types, wrappers, templates",
    probes: [
      probe(`return typeof eval(new String("1")) === "object" ? "unread" : proof("read")`, "gave unread"),
      probe(
        `return proof(new Function({ toString: () => "return 1" })())`,
        NO_STRINGS,
        "threw EvalError: Code generation from strings disallowed for this context",
      ),
      probe(`return proof(new Function(["return 1"])())`, NO_STRINGS),
      ...absent("trustedTypes", "ShadowRealm", "Compartment"),
    ],
  },
  {
    id: 50,
    category: "strings",
    title: "WebAssembly",
    probes: [
      probe(
        `return proof(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])))`,
        noGlobal("WebAssembly"),
      ),
      probe(
        `return proof(await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])))`,
        noGlobal("WebAssembly"),
      ),
      probe(`return proof(new WebAssembly.Memory({ initial: 1 }).buffer.byteLength)`, noGlobal("WebAssembly")),
    ],
  },
  literal(240, "file://%MODULE%"),
  literal(241, "%URL%/module.js"),
  literal(242, "npm:is-odd@3"),
  literal(243, "node:fs"),
  literal(244, "jsr:@std/assert@1"),
  literal(245, "data:text/javascript,export default 1"),
  literal(246, "./../..%MODULE%"),
];
