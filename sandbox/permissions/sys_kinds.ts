/** What of a machine a guest can be told: the functions of `Deno` that take the permission `sys`, by its names for them. */
export type SysKind =
  | "hostname"
  | "osRelease"
  | "osUptime"
  | "loadavg"
  | "systemMemoryInfo"
  | "networkInterfaces"
  | "uid"
  | "gid";

/** Each once. */
export const SYS_KINDS: readonly SysKind[] = Object.freeze(
  [
    ...["hostname", "osRelease", "osUptime", "loadavg", "systemMemoryInfo", "networkInterfaces", "uid", "gid"] as const,
  ],
);

/** Whether there is such a kind. */
export function isSysKind(kind: string): kind is SysKind {
  return (SYS_KINDS as readonly string[]).includes(kind);
}
