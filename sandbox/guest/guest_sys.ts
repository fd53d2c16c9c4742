/** What a guest is told of the machine, and how it asks for what changes. */
export interface Sys {
  /** What was granted, by name: the value, or `null` for what the host is asked for each time. */
  readonly values: { readonly [kind: string]: unknown };
  /** Milliseconds since the guest was started. */
  readonly now: () => number;
  /** Has the host do something. */
  readonly use: (capability: string, args: readonly unknown[]) => Promise<unknown>;
  /** The error for what was not granted. */
  readonly refuse: (permission: string, target: unknown) => Error;
}

/** The functions of `Deno` that take the permission `sys`, by its names for them. */
const KINDS = [
  ...["hostname", "osRelease", "osUptime", "loadavg", "systemMemoryInfo", "networkInterfaces", "uid", "gid"],
];

/** They: what was granted is told, of the rest it is said what it would take. */
export function makeSys({ values, now, use, refuse }: Sys): Record<string, () => unknown> {
  const ask = (kind: string) => {
    if (!Object.hasOwn(values, kind)) throw refuse("sys", kind);
    const value = values[kind];
    if (value === null) return use("sys", [kind]);
    return kind === "osUptime" ? Number(value) + Math.floor(now() / 1000) : value;
  };
  return Object.fromEntries(KINDS.map((kind) => [kind, () => ask(kind)]));
}
