import type { BenchRow } from "../../.ci/bench/types.ts";
import { CompileCache } from "./compile_cache.ts";
import { Compiler } from "./compiler.ts";

const FILES = 100;

let edition = 0;

/** A project in which each file imports the one before it: some 2 KB of types and functions each. */
function project(): Record<string, string> {
  edition++; // never the same text twice, or the cache would know it
  const body = Array.from(
    { length: 20 },
    (_, n) =>
      `export interface Order${n} { readonly id: number; readonly lines: readonly string[]; }
export function total${n}(order: Order${n}, factor: number = 1): number { return order.lines.length * factor; }`,
  ).join("\n");
  const file = (n: number) => n === 0 ? body : `import "./f${n - 1}.ts";\n${body}`;
  return Object.fromEntries(Array.from({ length: FILES }, (_, n) => [`f${n}.ts`, `${file(n)}\n// ${edition}`]));
}

/** Milliseconds of a compile, by a compiler that runs already. */
async function timed(change: (files: Record<string, string>) => void, isKnown: boolean): Promise<number> {
  await using compiler = new Compiler({ cache: new CompileCache() });
  await compiler.compile({ files: { "warm.ts": `export const a: number = ${edition};` } });
  const files = project();
  if (isKnown) await compiler.compile({ files });
  change(files);
  const started = performance.now();
  const { modules } = await compiler.compile({ files });
  const took = performance.now() - started;
  if (modules.length !== FILES) throw new Error(`Cannot measure: ${FILES} modules, got ${modules.length}`);
  return took;
}

const first = { name: "the first compile", run: (): Promise<number> => timed(() => {}, false) };

/** What it saves to know a project: all of it, and all but one file. */
export const rows: BenchRow[] = [
  {
    name: "sandbox/compile-100-unchanged",
    unit: "ms",
    goal: 0.1,
    lowerIsBetter: true,
    ours: () => timed(() => {}, true),
    peer: first,
  },
  {
    name: "sandbox/compile-1-of-100-changed",
    unit: "ms",
    goal: 0.2,
    lowerIsBetter: true,
    ours: () => timed((files) => files["f50.ts"] += "\nexport const more: number = 1;", true),
    peer: first,
  },
];
