import { ROOT } from "../lib/workspace.ts";

/** A file that need not exist. */
export interface Sample {
  /** Relative to the repository. */
  path: string;
  source: string;
}

/** Runs one rule over a sample and gives the messages it reports. For tests: the API works nowhere else. */
export function check(rule: Deno.lint.Rule, { path, source }: Sample): string[] {
  const plugin = { name: "superlearner", rules: { rule } };
  return Deno.lint.runPlugin(plugin, `${ROOT}/${path}`, source).map(({ message }) => message);
}
