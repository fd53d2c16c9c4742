/**
 * `deno task ok`: the whole gate, one line a stage. It stops at the first stage that fails and shows what that one
 * printed; `--all` runs the others all the same. Names of stages as arguments run only those.
 */
import { deno, type Outcome } from "./lib/command.ts";
import { TEST_LOCK } from "./lib/test_lock.ts";
import { ROOT } from "./lib/workspace.ts";

/** One part of the gate: arguments for Deno. */
export interface Stage {
  name: string;
  args: string[];
}

const script = (name: string) => ["run", "-A", `.ci/${name}.ts`];

/** The gate, what is quick first. */
export const STAGES: Stage[] = [
  { name: "format", args: ["fmt", "--check"] },
  { name: "lint", args: ["lint"] },
  { name: "words", args: script("check_words") },
  { name: "conformance", args: script("conformance") },
  { name: "types", args: ["check", "--quiet", TEST_LOCK] },
  { name: "entry-points", args: script("check_entry_points") },
  { name: "browser", args: script("check_browser") },
  // What is generated is published, and so must be there.
  { name: "client", args: ["run", "-A", "--unstable-bundle", "learner/build.ts"] },
  { name: "bundles", args: ["run", "-A", "--unstable-bundle", TEST_LOCK, ".ci/sandbox_bundle.ts"] },
  { name: "publish", args: ["publish", "--dry-run", "--allow-dirty"] },
  { name: "tests", args: script("run_tests") },
];

/** Where the gate runs and what it shows. */
export interface GateOptions {
  cwd: string;
  /** Goes on after a stage has failed. @default {false} */
  all?: boolean;
  print?: (line: string) => void;
}

/** Runs the stages in turn and tells whether all of them passed. */
export async function runGate(stages: Stage[], options: GateOptions): Promise<boolean> {
  const { cwd, all = false, print = console.log } = options;
  let passed = true;
  for (const { name, args } of stages) {
    const outcome = await deno(args, { cwd });
    print(formatStage(name, outcome));
    if (outcome.code === 0) continue;
    print(outcome.output.trimEnd());
    passed = false;
    if (!all) break;
  }
  return passed;
}

function formatStage(name: string, { code, output, durationMs }: Outcome): string {
  const closing = output.trimEnd().split("\n").at(-1) ?? "";
  const counted = /^\d+ passed, \d+ failed/.test(closing) ? `  ${closing}` : "";
  return `${code === 0 ? "ok    " : "FAILED"} ${name.padEnd(12)} ${
    (durationMs / 1000).toFixed(1).padStart(6)
  } s${counted}`;
}

if (import.meta.main) {
  const names = Deno.args.filter((arg) => !arg.startsWith("--"));
  const unknown = names.find((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown !== undefined) {
    console.error(`Cannot run the stage ${unknown}: there are ${STAGES.map(({ name }) => name).join(", ")}`);
    Deno.exit(2);
  }
  const stages = names.length > 0 ? STAGES.filter(({ name }) => names.includes(name)) : STAGES;
  const started = performance.now();
  const passed = await runGate(stages, { cwd: ROOT, all: Deno.args.includes("--all") });
  console.log(`${passed ? "ok" : "FAILED"} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  if (!passed) Deno.exit(1);
}
