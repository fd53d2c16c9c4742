import { deno, type Outcome } from "../lib/command.ts";
import type { Package } from "./package.ts";
import type { LoopbackRegistry } from "./registry.ts";

/** Where a user's tests run. */
export interface ConsumerOptions {
  registry: LoopbackRegistry;
  /** Deno's cache folder. */
  cache: string;
}

/** Runs the tests among some files, in a new folder that holds nothing else, as a user would who has only a registry. */
export async function runConsumer(files: Record<string, string>, options: ConsumerOptions): Promise<Outcome> {
  const { registry, cache } = options;
  const cwd = await Deno.makeTempDir({ prefix: "consumer-" });
  try {
    for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${cwd}/${name}`, text);
    return await deno(["test", "-A"], { cwd, env: { JSR_URL: registry.url, DENO_DIR: cache } });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/** A test that imports every entry point of some packages: to be imported does nothing, and takes nothing else. */
export function entriesTest(packages: Iterable<Package>): string {
  const lines = [...packages].flatMap(({ name, version, exports }) =>
    Object.keys(exports).map((subpath) => `import "jsr:${name}@${version}${subpath.slice(1)}";`)
  );
  return `${lines.join("\n")}\nDeno.test("${lines.length} entry points are imported", () => {});\n`;
}
