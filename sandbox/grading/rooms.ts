import type { Sandbox } from "../host/sandbox.ts";
import type { SandboxHost } from "../host/sandbox_host.ts";
import type { SandboxOptions } from "../host/sandbox_options.ts";

const counts = new WeakMap<SandboxHost, number>();

/** Creates a sandbox under a name that nobody else has in its host, and that says nothing of what it is for. */
export async function openRoom(host: SandboxHost, options: Omit<SandboxOptions, "name">): Promise<Sandbox> {
  const count = (counts.get(host) ?? 0) + 1;
  counts.set(host, count);
  return await host.create({ ...options, name: `exercise.${count}` });
}

/** A path that none of the files has. */
export function freePath(files: Readonly<Record<string, unknown>>, stem: string): string {
  for (let count = 0;; count++) {
    const path = `/${stem}${count === 0 ? "" : `_${count}`}.js`;
    if (!Object.hasOwn(files, path) && !Object.hasOwn(files, path.slice(1))) return path;
  }
}
