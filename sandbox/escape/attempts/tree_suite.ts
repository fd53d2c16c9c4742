import { type Attempt, probe } from "../attempt.ts";
import { importRefused } from "../refusals.ts";

const never = [probe(`return proof("it loaded")`)];
const denied = [{ host: "source_refused" }, { host: "import_denied" }, { host: "load_failed" }, {
  host: "compile_failed",
}] as const;

/** The sandbox's own files: names and links that lead elsewhere. */
export const TREE: readonly Attempt[] = [
  {
    id: 11,
    category: "tree",
    title: ".. in an import",
    top: `import stolen from "./../../..%MODULE%";`,
    probes: [probe(`return stolen`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 107,
    category: "tree",
    title: ".. in a dynamic import",
    probes: [
      probe(`return (await import("./../../..%MODULE%")).default`, importRefused("./../../..%MODULE%")),
      probe(`return (await import("./a/../../..%MODULE%")).default`, importRefused("./a/../../..%MODULE%")),
    ],
  },
  {
    id: 12,
    category: "tree",
    title: "an absolute path, or %2e%2e, in an import",
    probes: [
      probe(`return (await import("%MODULE%")).default`, importRefused("%MODULE%")),
      probe(`return (await import("./%2e%2e/%2e%2e%MODULE%")).default`, importRefused("./%2e%2e/%2e%2e%MODULE%")),
      probe(`return (await import("./..\\\\..%MODULE%")).default`, importRefused("./..\\..%MODULE%")),
      probe(`return (await import("//%MODULE%")).default`, importRefused("//%MODULE%")),
    ],
  },
  {
    id: 13,
    category: "tree",
    title: "a link in the sandbox's folder: to a file, a folder, a chain",
    act: "create from a folder with links",
    probes: never,
    refusedBy: [{ host: "source_refused" }, { host: "load_failed" }, { host: "permission_denied" }, {
      host: "import_denied",
    }, {
      host: "compile_failed",
    }],
  },
  {
    id: 14,
    category: "tree",
    title: "a link swapped in after the check",
    act: "create from a folder, then swap a link in and import it",
    probes: [probe(`return (await import("./late.ts")).default`, importRefused("./late.ts"), "gave harmless")],
  },
  {
    id: 15,
    category: "tree",
    title: "two names that differ by case or by Unicode form only",
    files: { "/caf\u00e9.ts": "export default 1", "/cafe\u0301.ts": "export default 2" },
    top: `import one from "./caf\u00e9.ts"; import two from "./cafe\u0301.ts";`,
    probes: [probe(`return proof([one, two])`)],
    refusedBy: denied,
  },
  {
    id: 193,
    category: "tree",
    title: "two names that differ by case only",
    files: { "/A.ts": "export default 3", "/a.ts": "export default 4" },
    top: `import three from "./A.ts"; import four from "./a.ts";`,
    probes: [probe(`return proof([three, four])`)],
    refusedBy: denied,
  },
  {
    id: 16,
    category: "tree",
    title: "a file whose name has NUL in it",
    files: { "/a\0.ts": "export default 1" },
    top: `import "./a\\0.ts";`,
    probes: never,
    refusedBy: denied,
  },
  {
    id: 108,
    category: "tree",
    title: "a file whose name has a line break in it",
    files: { "/a\n.ts": "export default 1" },
    top: `import "./a\\n.ts";`,
    probes: never,
    refusedBy: denied,
  },
  {
    id: 109,
    category: "tree",
    title: "a file that is called __proto__",
    files: JSON.parse(`{ "/__proto__": "export default 1" }`),
    top: `import "./__proto__";`,
    probes: never,
    refusedBy: denied,
  },
  {
    id: 194,
    category: "tree",
    title: "modules called like fields of every object",
    probes: [
      probe(`return (await import("__proto__")).default`, importRefused("__proto__")),
      probe(`return (await import("constructor")).default`, importRefused("constructor")),
      probe(`return (await import("toString")).default`, importRefused("toString")),
      probe(`return proof(({}).default)`, "gave PROOF undefined"),
    ],
  },
  {
    id: 110,
    category: "tree",
    title: "a file whose name leaves the sandbox",
    files: { "/../outside.ts": "export default 1" },
    top: `import "/../outside.ts";`,
    probes: never,
    refusedBy: denied,
  },
];
