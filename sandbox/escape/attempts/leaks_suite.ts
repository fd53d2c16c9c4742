import { absent, type Attempt, probe } from "../attempt.ts";

/** Lines of a stack that are not the guest's: a URL or a path of the host, Deno's insides, an unknown place. */
const FOREIGN = String.raw`/file:|ext:|node:|https?:|\/work|\/tmp|\.deno|<anonymous>:/`;
const stackOf = (make: string) =>
  probe(
    `let error; ${make}; const text = String(error.stack); ` +
      `const lines = text.split("\\n").slice(1).filter((line) => ${FOREIGN}.test(line)); ` +
      `return lines.length === 0 ? "masked" : proof(lines.join(" "))`,
    "gave masked",
  );
const thrown = (code: string) => stackOf(`try { ${code} } catch (e) { error = e }`);

/** What the guest could learn of the host by looking. */
export const LEAKS: readonly Attempt[] = [
  {
    id: 51,
    category: "leaks",
    title: "stacks: of errors, of asynchronous ones, captured, deep",
    probes: [
      thrown(`null.x`),
      thrown(`await Promise.reject(new Error("x"))`),
      thrown(`await Deno.readTextFile("%ABSENT%")`),
      thrown(`await import("./no.ts")`),
      thrown(`structuredClone(() => {})`),
      thrown(`(function deep() { deep() })()`),
      thrown(`JSON.parse("{")`),
      thrown(`[3, 1].sort(() => { throw new Error("x") })`),
      thrown(`await new Promise((_, no) => setTimeout(() => no(new Error("x")), 1))`),
      stackOf(`error = {}; Error.captureStackTrace(error)`),
      probe(
        `Error.stackTraceLimit = 200; return proof("set")`,
        "threw TypeError: Cannot assign to read only property 'stackTraceLimit' of function 'function Error() { [native code] }'",
      ),
    ],
  },
  {
    id: 120,
    category: "leaks",
    title: "Error.prepareStackTrace: frames with getThis and getFunction",
    probes: [
      probe(
        `Error.prepareStackTrace = (_, frames) => frames; const frames = new Error().stack; ` +
          `return proof(typeof frames[0].getThis)`,
        "threw TypeError: Cannot assign to read only property 'prepareStackTrace' of function 'function Error() { [native code] }'",
      ),
      probe(
        `Object.defineProperty(Error, "prepareStackTrace", { value: (_, frames) => frames }); return proof("set")`,
        "threw TypeError: Cannot redefine property: prepareStackTrace",
      ),
      probe(
        `class Mine extends Error {} ; Mine.prepareStackTrace = (_, frames) => frames; const s = new Mine().stack; ` +
          `return typeof s === "string" ? "text" : proof(typeof s)`,
        "gave text",
        "threw TypeError: Cannot assign to read only property 'prepareStackTrace' of function 'class Mine extends Error {}'",
      ),
      probe(
        `Object.prototype.prepareStackTrace = (_, frames) => frames; return proof("set")`,
        "threw TypeError: Cannot add property prepareStackTrace, object is not extensible",
      ),
      probe(
        `let seen; Error.prepareStackTrace({ name: { toString() { return "n" } }, message: { toString() { seen = this; return "m" } } }, ` +
          `[new Proxy({}, { get: (_, key) => (seen = key, () => "sandbox:/x") })]); return seen === undefined || typeof seen === "string" || Object.getPrototypeOf(seen) === Object.prototype ? "own" : proof(seen)`,
        "gave own",
      ),
    ],
  },
  {
    id: 52,
    category: "leaks",
    title: "the words of a refusal say no path that the guest did not",
    probes: [
      probe(
        `try { await Deno.readTextFile("relative.txt") } catch (e) { return e.message }`,
        `gave Requires read access to "relative.txt", which this sandbox was not granted`,
      ),
      probe(
        `try { await Deno.readTextFile("../../etc/../x") } catch (e) { return e.message }`,
        `gave Requires read access to "../../etc/../x", which this sandbox was not granted`,
      ),
      probe(
        `try { await import("./no.ts") } catch (e) { return e.message }`,
        `gave Cannot import "./no.ts" in /main.ts: the sandbox has no such module`,
      ),
    ],
  },
  {
    id: 121,
    category: "leaks",
    title: "the words of a failure within a granted folder",
    permissions: { read: ["%ALLOWED%"] },
    probes: [
      probe(
        `try { await Deno.readTextFile("%ALLOWED%/no.txt") } catch (e) { return [e.name, Object.getPrototypeOf(e) === Error.prototype].join() }`,
        "gave NotFound,true",
      ),
      probe(
        `try { await Deno.readTextFile("%ALLOWED%") } catch (e) { return Object.getPrototypeOf(e) === Error.prototype }`,
        "gave true",
      ),
      probe(
        `try { await Deno.readTextFile("%ALLOWED%/no.txt") } catch (e) { return e.stack.split("\\n").slice(1).some((line) => ${FOREIGN}.test(line)) ? proof(e.stack) : "masked" }`,
        "gave masked",
      ),
    ],
  },
  {
    id: 53,
    category: "leaks",
    title: "source maps: no place of the host in them, none is fetched",
    top: "//# sourceMappingURL=%URL%/map.json\n//# sourceURL=file://%MODULE%",
    probes: [
      thrown(`null.x`),
      probe(`return new Error("x").stack.includes("%MODULE%") ? "own words" : "masked"`, "gave masked"),
    ],
  },
  {
    id: 54,
    category: "leaks",
    title: "import.meta",
    probes: [
      probe(
        `return import.meta.url === undefined || /^sandbox:/.test(import.meta.url) ? "masked" : proof(import.meta.url)`,
        "gave masked",
      ),
      probe(`return import.meta.filename === undefined ? undefined : proof(import.meta.filename)`, "gave undefined"),
      probe(`return Object.getPrototypeOf(import.meta) === null ? "bare" : proof("a prototype")`, "gave bare"),
    ],
  },
  {
    id: 55,
    category: "leaks",
    title: "a fine clock",
    probes: [
      probe(
        `let fine = 0; const until = Date.now() + 20; while (Date.now() < until) if (performance.now() % 1 !== 0) fine++; ` +
          `return fine === 0 ? "whole milliseconds" : proof(fine)`,
        "gave whole milliseconds",
      ),
      probe(
        `return performance.timeOrigin === 0 || performance.timeOrigin === undefined ? "masked" : proof(performance.timeOrigin)`,
        "gave masked",
      ),
      probe(
        `return typeof performance.measureUserAgentSpecificMemory === "undefined" ? "none" : proof("memory")`,
        "gave none",
      ),
      probe(
        `return typeof Temporal === "undefined" || Temporal.Now.instant().epochNanoseconds % 1000000n === 0n ? "whole milliseconds" : proof("nanoseconds")`,
        "gave whole milliseconds",
      ),
      ...absent("SharedArrayBuffer", "Atomics"),
    ],
  },
  {
    id: 122,
    category: "leaks",
    title: "the memory of what is gone: WeakRef, FinalizationRegistry, gc",
    probes: [
      ...absent("FinalizationRegistry", "gc"),
      probe(
        `const weak = new WeakRef({}); return weak.deref()?.constructor === Object ? "own" : proof("foreign")`,
        "gave own",
        "threw ReferenceError: WeakRef is not defined",
      ),
    ],
  },
  {
    id: 123,
    category: "leaks",
    title: "memory that is handed out unwiped",
    probes: [
      probe(
        `for (let n = 0; n < 200; n++) { const bytes = new Uint8Array(65536); if (bytes.some((b) => b !== 0)) return proof(String.fromCharCode(...bytes.filter((b) => b !== 0).slice(0, 100))) } return "wiped"`,
        "gave wiped",
      ),
      probe(`return proof(Buffer.allocUnsafe(8192).toString("latin1"))`, "threw ReferenceError: Buffer is not defined"),
    ],
  },
  {
    id: 124,
    category: "leaks",
    title: "names on the global object that are not the guest's",
    probes: [
      probe(
        `const odd = Reflect.ownKeys(globalThis).map(String).filter((key) => /secret|glue|^in_|__/i.test(key)); ` +
          `return odd.length === 0 ? "none" : odd.every((key) => globalThis[key] === undefined || typeof globalThis[key] === "string") ? "texts only" : proof(odd)`,
        "gave none",
        "gave texts only",
      ),
      probe(`return globalThis.CANARY_GLOBAL === undefined ? undefined : globalThis.CANARY_GLOBAL`, "gave undefined"),
      probe(`return typeof CANARY_GLOBAL === "undefined" ? undefined : CANARY_GLOBAL`, "gave undefined"),
    ],
  },
];
