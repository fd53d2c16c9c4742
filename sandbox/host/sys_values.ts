import { isSysKind, SYS_KINDS, type SysKind } from "../permissions/sys_kinds.ts";

const READ: Readonly<Record<SysKind, () => unknown>> = {
  hostname: () => Deno.hostname(),
  osRelease: () => Deno.osRelease(),
  osUptime: () => Deno.osUptime(),
  uid: () => Deno.uid(),
  gid: () => Deno.gid(),
  loadavg: () => Deno.loadavg(),
  systemMemoryInfo: () => ({ ...Deno.systemMemoryInfo() }),
  networkInterfaces: () => Deno.networkInterfaces().map((each) => ({ ...each })),
};

/** What changes from one moment to the next, and so is asked for each time. */
const CHANGING: readonly SysKind[] = ["loadavg", "systemMemoryInfo", "networkInterfaces"];

/** What a guest that was granted some kinds is told at its start; `null` stands for what it has to ask for. */
export function sysValues(granted: "all" | readonly string[]): Record<string, unknown> {
  const kinds = granted === "all" ? SYS_KINDS : granted.filter(isSysKind);
  return Object.fromEntries(kinds.map((kind) => [kind, CHANGING.includes(kind) ? null : READ[kind]()]));
}

/** What something of the machine is now. That it was granted is looked at before. */
export function sysValue(kind: string): unknown {
  return isSysKind(kind) ? READ[kind]() : undefined;
}
