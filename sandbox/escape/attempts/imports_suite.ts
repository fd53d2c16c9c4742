import { type Attempt, probe } from "../attempt.ts";
import { importRefused } from "../refusals.ts";

const OWN = { "/own.ts": "export default 'own'" };
const turn = ["turnMs", "cpuMs", "wallMs"].map((limit) => ({ host: "limit_exceeded", limit } as const));
/** Gives what a specifier leads to, whoever computes it. */
const leads = (code: string, ...refused: (string | readonly string[])[]) =>
  probe(`${code}; return proof(typeof module)`, ...refused);

/** Imports that are made while a guest runs, whose specifier nobody can read off the source. */
export const IMPORTS: readonly Attempt[] = [
  {
    id: 247,
    category: "imports",
    title: "a computed specifier: of pieces, of escapes, of what a function gives, of other spellings",
    files: OWN,
    probes: [
      leads("const module = await import(`no${'de'}:fs`)", importRefused("node:fs")),
      leads("const module = await import('\\u006eode:' + 'fs')", importRefused("node:fs")),
      leads("const module = await import(['..', '..', 'etc', 'x.ts'].join('/'))", importRefused("../../etc/x.ts")),
      leads("const module = await import('./own' + '.ts?v=1')", importRefused("./own.ts?v=1")),
      leads("const module = await import('./own' + '.ts#x')", importRefused("./own.ts#x")),
      leads("const module = await import('NODE:' + 'fs')", importRefused("NODE:fs")),
      leads("const module = await import('\\t' + 'node:fs')", importRefused("\tnode:fs")),
      leads("const module = await import('superlearner:' + 'import []')", importRefused("superlearner:import []")),
      leads("const module = await import(/* import( */ (() => 'npm:' + 'x')())", importRefused("npm:x")),
    ],
  },
  {
    id: 248,
    category: "imports",
    title: "a specifier that is a proxy, a wrapper, a symbol, or throws",
    files: OWN,
    probes: [
      probe(
        "let n = 0; const odd = new Proxy(() => {}, { get: (_, key) => key === Symbol.toPrimitive ? () => n++ === 0 ? './own.ts' : 'node:fs' : undefined }); " +
          "return [(await import(odd)).default, n].join()",
        "gave own,1",
      ),
      probe(
        "const odd = Object.defineProperty(new String('./own.ts'), 'toString', { value: () => 'node:fs' }); return proof(await import(odd))",
        importRefused("node:fs"),
      ),
      probe(
        "return proof(await import({ toString: () => ({}), valueOf: () => ({}) }))",
        "threw TypeError: Cannot convert object to primitive value",
      ),
      probe(
        "return proof(await import(Symbol('./own.ts')))",
        "threw TypeError: Cannot convert a Symbol value to a string",
      ),
      probe("return proof(await import({ toString() { throw new RangeError('mine') } }))", "threw RangeError: mine"),
      probe("return proof(await import(null))", importRefused("null")),
    ],
  },
  {
    id: 249,
    category: "imports",
    title: "import attributes: other types, getters that change, proxies, other keys",
    files: { ...OWN, "/data.json": "{}" },
    probes: [
      probe(
        "return proof(await import('./own' + '.ts', { with: { type: 'text' } }))",
        `threw ImportError: Cannot import "./own.ts" in /main.ts: it cannot be imported as text`,
      ),
      probe(
        "return proof(await import('file://%FILE%' + '', { with: { type: 'json' } }))",
        importRefused("file://%FILE%"),
      ),
      probe(
        "let n = 0; const options = { get with() { return n++ === 0 ? {} : { type: 'text' } } }; return [(await import('./own' + '.ts', options)).default, n].join()",
        "gave own,1",
      ),
      probe(
        "return proof(await import('./own' + '.ts', { with: new Proxy({}, { ownKeys: () => ['type'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }), get: () => 'bytes' }) }))",
        `threw ImportError: Cannot import "./own.ts" in /main.ts: it cannot be imported as bytes`,
      ),
      probe(
        "return proof(await import('./own' + '.ts', { with: { __proto__: null, integrity: 'x' } }))",
        "threw TypeError: Cannot import: there is no import attribute integrity",
      ),
      probe(
        "return proof(await import('./own' + '.ts', 5))",
        "threw TypeError: Cannot import: the second argument of import() is an object",
      ),
    ],
  },
  {
    id: 250,
    category: "imports",
    title: "within a chain of promises, a finally, a generator, a timer, a static block",
    files: OWN,
    probes: [
      leads(
        "const module = await Promise.resolve('node:fs').then((name) => import(name)).then((m) => m.default)",
        importRefused("node:fs"),
      ),
      leads(
        "let module; try { throw 1 } catch { module = await Promise.reject().finally(() => import('npm:' + 'x')).catch((e) => { throw e }) }",
        importRefused("npm:x"),
      ),
      leads(
        "const module = (await (async function* (name) { yield await import(name) })('data:text/javascript,1').next()).value",
        importRefused("data:text/javascript,1"),
      ),
      leads(
        "const name = 'blob:' + 'x'; const module = await new Promise((done, fail) => setTimeout(() => import(name).then(done, fail), 1))",
        importRefused("blob:x"),
      ),
      leads(
        "let module; class A { static { module = import('fs' + '') } } module = await module",
        importRefused("fs"),
      ),
      leads(
        "const module = await Promise.any([import('node:' + 'fs')]).catch((e) => { throw e.errors[0] })",
        importRefused("node:fs"),
      ),
      probe(
        "return (await Promise.all(Array.from({ length: 50 }, (_, n) => import('./own' + '.ts')))).every((m, _, all) => m === all[0]) ? 'one' : proof('more')",
        "gave one",
      ),
    ],
  },
  {
    id: 251,
    category: "imports",
    title: "after a reload, by the old code and by the new",
    files: OWN,
    top: "const before = async (name) => import(name); globalThis.kept ??= before;",
    act: "reload, then ask",
    probes: [
      leads("const module = await import('node:' + 'fs')", importRefused("node:fs")),
      leads("const module = await import('file://%MODULE%' + '')", importRefused("file://%MODULE%")),
      leads("const module = await globalThis.kept('npm:' + 'x')", importRefused("npm:x")),
      leads("const module = await globalThis.kept('../' + 'x.ts')", importRefused("../x.ts")),
      probe(
        "return (await import('./own' + '.ts')) === (await globalThis.kept('./own' + '.ts')) ? 'one' : proof('two')",
        "gave one",
      ),
    ],
  },
  {
    id: 252,
    category: "imports",
    title: "the function that stands for import(): what it is called, where it comes from, what it is of",
    files: OWN,
    probes: [
      probe(
        "const names = Object.getOwnPropertyNames(globalThis).filter((name) => /^imp|load|glue/.test(name)); return names.length === 0 ? 'none' : proof(names)",
        "gave none",
      ),
      probe(
        "return typeof imp001 === 'undefined' && typeof __glue === 'undefined' ? 'none' : proof('there')",
        "gave none",
      ),
      probe(
        "const made = import('./own' + '.ts'); await made; return Object.getPrototypeOf(made) === Promise.prototype && Reflect.ownKeys(made).length === 0 ? 'own' : proof('other')",
        "gave own",
      ),
      probe(
        "const stack = await import('no' + 'de:fs').catch((e) => e.stack); return /file:|ext:|vm\\.js|guest_|isolate/.test(stack) ? proof(stack) : 'masked'",
        "gave masked",
      ),
    ],
  },
  {
    id: 253,
    category: "exhaustion",
    title: "an endless loop at the top level of a module that is imported while others run",
    files: { "/spins.ts": "while (true) {}" },
    probes: [probe("return proof(await import('./spins' + '.ts'))")],
    refusedBy: turn,
    exhausts: true,
  },
  {
    id: 254,
    category: "exhaustion",
    title: "a storm of microtasks, and a loop after an await, in such a module",
    files: {
      "/storms.ts": "await null; (function again() { Promise.resolve().then(again) })(); await new Promise(() => {})",
    },
    probes: [probe("return proof(await import('./storms' + '.ts'))")],
    refusedBy: turn,
    exhausts: true,
  },
  {
    id: 255,
    category: "exhaustion",
    title: "imports without end, of what is there",
    files: OWN,
    probes: [probe("const again = () => import('./own' + '.ts').then(again); await again(); return proof('ended')")],
    refusedBy: turn,
    exhausts: true,
  },
];
