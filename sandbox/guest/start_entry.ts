import type { Definition, Pid, System } from "@superlearner/otp";

/**
 * Starts what an entry brings: its function `start(system)`, or else its default export, a definition. What the function
 * gives back may be a definition, a ref or a pid; with none, nothing is there whose end would be that of the sandbox.
 */
export async function startEntry(
  system: System,
  entry: { readonly [name: string]: unknown },
): Promise<Pid | undefined> {
  const own = (name: string) => Object.hasOwn(entry, name) ? entry[name] : undefined;
  const start = own("start");
  const brought = typeof start === "function" ? await (start as (system: System) => unknown)(system) : own("default");
  if (isDefinition(brought)) return (await system.start(brought)).pid;
  if (typeof brought === "string") return brought as Pid;
  return (brought as { readonly pid?: Pid } | undefined | null)?.pid;
}

function isDefinition(value: unknown): value is Definition<{ readonly pid: Pid | undefined }, []> {
  return typeof value === "object" && value !== null && typeof (value as { start?: unknown }).start === "function" &&
    typeof (value as { child?: unknown }).child === "function";
}
