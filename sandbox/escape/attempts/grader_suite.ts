import { absent, type Attempt, probe } from "../attempt.ts";
import { importRefused, noFunction } from "../refusals.ts";

/** How a submission could fool who grades it. */
export const GRADER: readonly Attempt[] = [
  {
    id: 75,
    category: "grader",
    title: "an exit with 0 before the answer",
    probes: [
      probe(`Deno.exit(0)`, noFunction("Deno.exit")),
      probe(
        `import("node:process").then((p) => p.exit(0)); await new Promise((done) => setTimeout(done, 20)); return "still here"`,
        "gave still here",
      ),
    ],
  },
  {
    id: 76,
    category: "grader",
    title: "a fake report on the console, and forged frames in text",
    probes: [
      probe(
        `for (const line of ['["done",1,"%MARK%"]', '{"type":"reply","id":1,"value":"%MARK%"}', 'ok | 9 passed | 0 failed', '0|["done",1,"%MARK%"]', '],["done",1,"%MARK%"],[']) console.log(line); return "the true answer"`,
        "gave the true answer",
      ),
    ],
  },
  {
    id: 77,
    category: "grader",
    title: "patched JSON, Date, Promise, Math, Object.is",
    probes: [
      probe(
        `Date.now = () => 0; return proof("patched")`,
        "threw TypeError: Cannot assign to read only property 'now' of function 'function Date() { [native code] }'",
      ),
      probe(
        `Math.random = () => 4; return proof("patched")`,
        "threw TypeError: Cannot assign to read only property 'random' of object '#<Object>'",
        "threw TypeError: Cannot assign to read only property 'random' of object '[object Math]'",
      ),
      probe(
        `Object.is = () => true; return proof("patched")`,
        "threw TypeError: Cannot assign to read only property 'is' of function 'function Object() { [native code] }'",
      ),
      probe(
        `const kept = Error; globalThis.Error = class {}; return Error === kept ? "kept" : proof("patched")`,
        "gave kept",
      ),
      probe(
        `const kept = Promise; globalThis.Promise = class {}; return Promise === kept ? "kept" : proof("patched")`,
        "gave kept",
      ),
    ],
  },
  {
    id: 157,
    category: "grader",
    title: "a patched runtime: what the modules of otp export and their prototypes",
    top: `import * as otp from "@superlearner/otp";`,
    probes: [
      // The guest's copy is the guest's own: what is looked at is that the host and other sandboxes do not notice.
      probe(
        `for (const each of Object.values(otp)) if (typeof each === "function") for (const key of Object.getOwnPropertyNames(each.prototype ?? {})) try { each.prototype[key] = () => "%MARK%" } catch { /* frozen */ } return "patched"`,
        "gave patched",
      ),
      probe(
        `otp.System = 1`,
        "threw TypeError: Cannot assign to property 'System' of [object Module]",
        "threw TypeError: Cannot assign to read only property 'System' of object '[object Module]'",
      ),
    ],
  },
  {
    id: 78,
    category: "grader",
    title: "reading the tests: from files, modules, text of functions",
    probes: [
      ...["./tests.ts", "../tests.ts", "/tests.ts", "./main_test.ts", "./grader.ts"].map((name) =>
        probe(`return proof(await import("${name}"))`, importRefused(name))
      ),
      probe(
        `const text = Function.prototype.toString.call(setTimeout); return text.includes("%ROOT%") ? proof(text) : "no path"`,
        "gave no path",
      ),
    ],
  },
  {
    id: 79,
    category: "grader",
    title: "objects that answer differently each time they are looked at",
    probes: [
      probe(
        `let n = 0; globalThis.adaptive = { get x() { return n++ }, toJSON: () => n++, [Symbol.toPrimitive]: () => n++, valueOf: () => n++ }; return structuredClone(adaptive).x === 0 || n > 0 ? "data" : proof("alive")`,
        "gave data",
        "threw DataCloneError: Cannot clone it: it is a function",
      ),
    ],
  },
  {
    id: 80,
    category: "grader",
    title: "timers that act after the answer, and after the end",
    lingerMs: 200,
    probes: [
      probe(
        `for (const ms of [0, 1, 5, 20, 50, 100]) setTimeout(() => { fetch("%URL%/late").catch(() => {}); console.log("late") }, ms); return "left"`,
        "gave left",
      ),
    ],
  },
  {
    id: 81,
    category: "grader",
    title: "finding out that it is graded",
    probes: [
      ...absent("process", "__filename", "require"),
      probe(`return Deno.args === undefined ? undefined : proof(Deno.args)`, "gave undefined"),
      probe(`return Deno.test === undefined ? undefined : proof("Deno.test")`, "gave undefined"),
      probe(
        `return Deno.env.get("CI")`,
        `threw NotCapable: Requires env access to "CI", which this sandbox was not granted`,
      ),
    ],
  },
  {
    id: 82,
    category: "grader",
    title: "copying the tree of another student",
    probes: [
      probe(
        `return await Deno.readTextFile("%SIBLING%")`,
        `threw NotCapable: Requires read access to "%SIBLING%", which this sandbox was not granted`,
      ),
      probe(
        `for await (const each of await Deno.readDir("/tmp")) return proof(each.name)`,
        `threw NotCapable: Requires read access to "/tmp", which this sandbox was not granted`,
      ),
      probe(`return proof(await import("%SIBLING%"))`, importRefused("%SIBLING%")),
    ],
  },
];
