import { ROOT, slashes } from "../lib/workspace.ts";

/** What a file is for. Only `shipped` files reach a user. */
export type Kind = "shipped" | "test" | "suite" | "bench" | "testdata" | "example" | "repository";

/** Where a file stands in the house. */
export interface Where {
  /** Relative to the repository, with `/`. */
  path: string;
  /** The first folder: a package, or `.ci`, `site`, ...; empty for a file at the repository's root. */
  package: string;
  /** Relative to the package. */
  inside: string;
  /** The package's folder that holds it, `.` at the package's root. */
  folder: string;
  /** The file's name. */
  name: string;
  kind: Kind;
}

/** Places a file, or gives `undefined` for one outside the repository. */
export function locate(filename: string, root: string = ROOT): Where | undefined {
  const path = slashes(filename);
  if (!path.startsWith(`${root}/`)) return undefined;
  return place(path.slice(root.length + 1));
}

/** Places a file by its path relative to the repository. */
export function place(path: string): Where {
  const parts = path.split("/");
  const [first = ""] = parts;
  const inside = parts.slice(1).join("/");
  const folder = parts.length > 2 ? parts[1]! : ".";
  const name = parts.at(-1)!;
  return { path, package: parts.length > 1 ? first : "", inside, folder, name, kind: kindOf(path) };
}

function kindOf(path: string): Kind {
  if (/(^|\/)testdata\//.test(path)) return "testdata";
  if (/(^|\/)examples?\//.test(path)) return "example";
  if (/_test\.tsx?$/.test(path)) return "test";
  if (/_suite\.tsx?$|(^|\/)escape\//.test(path)) return "suite"; // what a wall must hold, whichever wall
  if (/_bench\.tsx?$/.test(path)) return "bench";
  return path.startsWith(".") || !path.includes("/") ? "repository" : "shipped";
}

/** Whether a file stands in for a package of others, whose shape is not ours to choose. */
export function isStandIn(path: string): boolean {
  return path.startsWith(".ci/std/");
}
