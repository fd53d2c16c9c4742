import { checkKnownOptions } from "../limits/check_options.ts";
import { isNothing, permissionsBeyond, permissionsWithin } from "../permissions/beyond.ts";
import { permissionLines } from "../permissions/describe_permissions.ts";
import { type GrantedPermissions, grantPermissions } from "../permissions/granting.ts";
import type { HostAccess } from "../permissions/host_access.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { checkName, type Doer } from "./doer.ts";
import { PluginError } from "./plugin_error.ts";
import type { PluginPlan } from "./plugin_plan.ts";

/** Someone's word that a plugin may be installed as its plan shows. */
export interface Consent extends Doer {
  /** What it is granted: all that it asked for, or less. */
  readonly granted: "asked" | Permissions;
}

/** The name of who gives their word. @throws {ArgumentError} If nobody does. */
export function consenting(action: string, consent: Consent): string {
  return checkName(action, checkKnownOptions(action, consent, { by: true, granted: true }).by);
}

/** What was there before, for an update. */
export interface Held {
  /** The plan that it was installed by. */
  readonly plan: PluginPlan;
  /** What it was granted. */
  readonly granted: GrantedPermissions;
}

/** What {@linkcode grantOf} looks at. */
export interface GrantOfOptions {
  /** The plan made anew, against what is installed and what the host has at this moment. */
  readonly now: PluginPlan;
  /** Someone's word, if there is one. */
  readonly consent: Consent | undefined;
  /** What is installed, if this is an update. */
  readonly held?: Held | undefined;
  /** Whose permissions are the most that can be granted. */
  readonly host: HostAccess;
}

/**
 * What a plugin is granted: what someone agreed to, who saw the plan; or, for an update that asks for no more, what of it was
 * granted before.
 *
 * @throws {PluginError} `needs_consent`; `more_than_planned` if links, or what is installed, have changed since the plan was
 * shown, or more is granted than was asked for.
 */
export function grantOf(plan: PluginPlan, { now, consent, held, host }: GrantOfOptions): GrantedPermissions {
  const action = held === undefined ? "install a plugin" : "update a plugin";
  if (consent === undefined) {
    if (held !== undefined && !now.needsConsent) return permissionsWithin(now.asked, held.granted);
    throw new PluginError(action, { kind: "needs_consent", plugin: now.name, asks: now.asks });
  }
  const { granted } = consent;
  const more = now.asks.filter((ask) => !plan.asks.includes(ask));
  if (more.length > 0) throw new PluginError(action, { kind: "more_than_planned", plugin: now.name, asks: more });
  if (granted === "asked") return now.asked;
  const given = grantPermissions(granted, { host, keep: plan.keep });
  const beyond = permissionsBeyond(given, plan.asked);
  if (isNothing(beyond)) return given;
  throw new PluginError(action, { kind: "more_than_planned", plugin: now.name, asks: permissionLines(beyond) });
}
