import { denoHost } from "../permissions/host_access.ts";
import type { Confinement } from "./confinement.ts";
import { GROUP_CONFINEMENT } from "./group_confinement.ts";
import { isConfining, namespaceConfinement } from "./namespace_confinement.ts";

let found: Promise<Confinement> | undefined;

/** The strongest confinement that there is on this machine for this program; looked for once. */
export function findConfinement(): Promise<Confinement> {
  return found ??= (async () => {
    const namespace = Deno.build.os === "linux" ? namespaceConfinement(denoHost) : undefined;
    return namespace !== undefined && await isConfining(namespace) ? namespace : GROUP_CONFINEMENT;
  })();
}
