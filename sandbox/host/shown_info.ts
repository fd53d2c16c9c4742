import { permissionLines } from "../permissions/describe_permissions.ts";
import type { Usage } from "./consumption.ts";
import type { SandboxInfo } from "./sandbox_info.ts";

/** What is known of a sandbox, as its process shows it for its state: plain data, what changes first. */
export interface ShownInfo extends Pick<SandboxInfo, "status" | "restarts" | "uptimeMs" | "limits"> {
  /** What it is. */
  readonly sandbox: string;
  /** Where it lives. */
  readonly isolation: SandboxInfo["isolation"];
  /** The process that it shares. */
  readonly shared?: string;
  /** What it has used since it was last started. */
  readonly usage: Usage;
  /** What it may do, each grant as a text. */
  readonly permissions: readonly string[];
  /** What it last died of. */
  readonly failure?: string;
}

/** Shows what is known of a sandbox; nothing of one of which nothing is known yet. */
export function shownInfo(info: SandboxInfo | undefined): ShownInfo | undefined {
  if (info === undefined) return undefined;
  const { name: sandbox, status, failure, usage, restarts, uptimeMs, isolation, shared, permissions, limits } = info;
  return {
    sandbox,
    status,
    ...(failure === undefined ? {} : { failure: failure.message }),
    usage,
    restarts,
    uptimeMs: Math.round(uptimeMs),
    isolation,
    ...(shared === undefined ? {} : { shared }),
    permissions: permissionLines(permissions),
    limits,
  };
}
