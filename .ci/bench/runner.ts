/**
 * `deno task bench [NAME] [--json]`: measures the rows of every `*_bench.ts`, or those whose name or file includes
 * NAME. Ours and the peer take turns in one run, medians count, and what is compared with a goal is their ratio:
 * figures of different machines or days are not comparable.
 *
 * Cannot see: what else the machine is doing.
 */
import { listFiles } from "../lib/files.ts";
import { ROOT } from "../lib/workspace.ts";
import { measure } from "./measure.ts";
import { formatTable } from "./table.ts";
import type { BenchResult, BenchRow } from "./types.ts";

/** What to measure, and what to do with it. */
export interface BenchOptions {
  /** A part of the names of rows or files. @default {""} */
  name?: string;
  root?: string;
  /** Called with each result as soon as it is there. */
  found?: (result: BenchResult) => void;
}

/** Measures the rows that are asked for, one after another. */
export async function runBench(options: BenchOptions = {}): Promise<BenchResult[]> {
  const { name = "", root = ROOT, found = () => {} } = options;
  const results: BenchResult[] = [];
  for (const path of (await listFiles(root)).filter((path) => path.endsWith("_bench.ts") && !path.startsWith(".ci/"))) {
    for (const row of await readRows(path, root)) {
      if (!row.name.includes(name) && !path.includes(name)) continue;
      const result = await measure(row);
      found(result);
      results.push(result);
    }
  }
  return results;
}

async function readRows(path: string, root: string): Promise<BenchRow[]> {
  const { rows } = await import(new URL(`file:///${root.replace(/^\//, "")}/${path}`).href) as { rows?: BenchRow[] };
  if (!Array.isArray(rows)) {
    throw new TypeError(`Cannot measure ${path}: it exports "rows", a list, got ${typeof rows}`);
  }
  return rows;
}

if (import.meta.main) {
  const json = Deno.args.includes("--json");
  const name = Deno.args.find((arg) => !arg.startsWith("--")) ?? "";
  const live = !json && Deno.stderr.isTerminal();
  const found = (result: BenchResult) => {
    if (json) console.log(JSON.stringify(result));
    else if (live) console.error(`measured ${result.name}`);
  };
  const results = await runBench({ name, found });
  if (results.length === 0) console.error(`Nothing measured: no row${name === "" ? "" : ` with ${name} in its name`}`);
  else if (!json) console.log(formatTable(results));
  // A peer may have left a program running that ends with this one.
  Deno.exit(results.length === 0 ? 1 : 0);
}
