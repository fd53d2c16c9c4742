import { createHash } from "node:crypto";
import { ArgumentError } from "@superlearner/otp";
import { isSameWall, sharedName } from "../host/check_isolation.ts";
import { checkKnownOptions, checkOptions, isPlainObject } from "../limits/check_options.ts";
import { deepFreeze } from "../limits/deep_freeze.ts";
import { describeLimits } from "../limits/describe_limits.ts";
import { type Isolation, LIMIT_NAMES, type Limits, type SharedIsolation } from "../limits/limits.ts";
import { limitsOf, profileOf } from "../limits/profiles.ts";
import { guestText } from "../limits/sandbox_error.ts";
import { permissionsBeyond } from "../permissions/beyond.ts";
import { describePermissions, permissionLines } from "../permissions/describe_permissions.ts";
import { type GrantedPermissions, grantPermissions } from "../permissions/granting.ts";
import { checkHostAccess } from "../permissions/check_granted.ts";
import type { HostAccess } from "../permissions/host_access.ts";
import { canonical } from "./canonical.ts";
import { checkManifest, type PluginManifest } from "./manifest.ts";
import { checkApi, isCompatible, type PluginApi } from "./plugin_api.ts";
import { PluginError, problemOf } from "./plugin_error.ts";

const PLAN = "plan a plugin";

const KNOWN: Readonly<Record<keyof PlanOptions, true>> = {
  files: true,
  as: true,
  api: true,
  from: true,
  keep: true,
  host: true,
};

/** What a plan is made of, beside the manifest. */
export interface PlanOptions {
  /** The texts of the plugin's modules, by path. */
  readonly files: Readonly<Record<string, string>>;
  /**
   * The name that it is to have here. Two versions of one plugin live side by side under two names.
   *
   * @default {that of the manifest}
   */
  readonly as?: string;
  /** What plugins of this program can listen to. */
  readonly api: PluginApi;
  /** The plan of what is installed under that name, if this is an update of it. */
  readonly from?: PluginPlan | undefined;
  /**
   * Where the plugin comes from, and so may not be allowed to write.
   *
   * @default {[]}
   */
  readonly keep?: readonly string[];
  /**
   * Whose permissions are the most that can be granted.
   *
   * @default {this program}
   */
  readonly host?: HostAccess;
}

/** What installing a plugin means: shown to whoever decides, before anything of it runs. Frozen. */
export interface PluginPlan {
  /** The name that it is to have here. */
  readonly name: string;
  /** What it says of itself. */
  readonly manifest: PluginManifest;
  /** Its modules, as they will be installed. */
  readonly files: Readonly<Record<string, string>>;
  /** Where it comes from, and so may not be allowed to write. */
  readonly keep: readonly string[];
  /** What it asks to be allowed, with links followed as they are now. */
  readonly asked: GrantedPermissions;
  /** Its limits. */
  readonly limits: Limits;
  /** Its wall. */
  readonly isolation: Isolation | SharedIsolation;
  /** What it asks for beyond what is installed under its name, line by line; for a new plugin all it asks for. */
  readonly asks: readonly string[];
  /** The version that it was held against, if it is an update. */
  readonly from?: string;
  /** Whether someone must agree: it is new, or asks for more. */
  readonly needsConsent: boolean;
  /** The checksum of manifest and files. */
  readonly digest: string;
  /** All of this for people. */
  readonly text: string;
}

/**
 * Makes the plan of a plugin: what it asks for, held against what the host has, and against what is installed under its name.
 * Nothing of the plugin runs.
 *
 * @throws {PluginError} `invalid_manifest`; `incompatible` if it was written for other hooks.
 * @throws {ArgumentError} If it asks for more than the host has, or its limits do not agree with each other.
 */
export function planPlugin(manifest: unknown, options: PlanOptions): PluginPlan {
  const { files, api, from, host, as, keep = [] } = checkKnownOptions(PLAN, options, KNOWN);
  checkApi(PLAN, api);
  checkHostAccess(PLAN, host);
  if (from !== undefined) checkFrom(from);
  checkTexts(files, keep);
  const checked = checkManifest(manifest);
  const name = as === undefined ? checked.name : checkManifest({ ...checked, name: as }).name;
  if (!isCompatible(checked.api, api.version)) {
    throw new PluginError(PLAN, {
      kind: "incompatible",
      plugin: name,
      wants: checked.api,
      has: api.version,
    });
  }
  const unknown = checked.hooks.filter((one) => !Object.hasOwn(api.hooks, one));
  checkParts(checked, files, unknown);
  const asked = grantPermissions(checked.permissions, { keep, ...(host && { host }) });
  const base = {
    name,
    manifest: checked,
    files: { ...files },
    keep: [...keep],
    asked,
    limits: limitsOf(checked.profile, checked.limits),
    isolation: checked.isolation ?? profileOf(checked.profile).isolation,
  };
  const asks = from === undefined ? permissionLines(asked) : newAsks(base, from);
  const needsConsent = from === undefined || asks.length > 0;
  const plan = { ...base, asks, needsConsent, ...(from && { from: from.manifest.version }) };
  return deepFreeze({ ...plan, digest: digestOf(checked, files), text: planText(plan) });
}

type Base = Omit<PluginPlan, "digest" | "text" | "asks" | "needsConsent" | "from">;

function checkParts(manifest: PluginManifest, files: Readonly<Record<string, string>>, unknown: string[]): void {
  const paths = new Set(Object.keys(files).map(absolute));
  const problems = [
    ...(paths.has(absolute(manifest.entry)) ? [] : [problemOf("entry", "is among the plugin's files", manifest.entry)]),
    ...unknown.map((name) => ({ field: `hooks.${name}`, rule: "is no hook of this program" })),
  ];
  if (problems.length > 0) throw new PluginError(PLAN, { kind: "invalid_manifest", problems });
}

/** As much of it as another one is held against. */
function checkFrom(from: PluginPlan): void {
  const isPlan = isPlainObject(from) && isPlainObject(from.manifest) && Array.isArray(from.manifest.hooks) &&
    isPlainObject(from.limits) && isPlainObject(from.asked);
  if (!isPlan) throw new ArgumentError(PLAN, { rule: "from is what plan() gives", value: from });
}

function checkTexts(files: Readonly<Record<string, unknown>>, keep: readonly unknown[]): void {
  for (const [path, text] of Object.entries(checkOptions(PLAN, files))) {
    if (typeof text === "string") continue;
    throw new ArgumentError(PLAN, { rule: `a file is a text (${guestText(path)})`, value: text });
  }
  if (Array.isArray(keep) && keep.every((path) => typeof path === "string")) return;
  throw new ArgumentError(PLAN, { rule: "keep lists paths", value: keep });
}

function absolute(path: string): string {
  return path.startsWith("/") ? path : `/${path}`;
}

/** All by which an update may do more than what is installed. */
function newAsks(next: Base, from: PluginPlan): string[] {
  const hooks = next.manifest.hooks.filter((one) => !from.manifest.hooks.includes(one));
  const limits = LIMIT_NAMES.filter((one) => next.limits[one] > from.limits[one]);
  return [
    ...permissionLines(permissionsBeyond(next.asked, from.asked)),
    ...hooks.map((one) => `listen to ${one}`),
    ...limits.map((one) => `use more: ${one} ${from.limits[one]} -> ${next.limits[one]}`),
    ...wallAsks(next.isolation, from.isolation),
  ];
}

/** A wall that is less than the one that is there, or another one among others. */
function wallAsks(next: PluginPlan["isolation"], from: PluginPlan["isolation"]): string[] {
  if (next === "worker") return from === "worker" ? [] : ["live in this program's own process"];
  const shared = sharedName(next);
  if (shared === undefined || isSameWall(next, from)) return [];
  return [`live in the process "${shared}" with all that share it`];
}

function digestOf(manifest: PluginManifest, files: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(files).sort(([one], [other]) => one < other ? -1 : 1);
  return createHash("sha256").update(canonical([manifest, sorted])).digest("hex");
}

/** What the text of a plan is made of. */
export type PlanTextParts = Omit<PluginPlan, "digest" | "text" | "needsConsent" | "files" | "from"> & {
  /** The version that it was held against, if it is an update. */
  readonly from?: string | undefined;
};

/** A plan for people. */
export function planText(plan: PlanTextParts): string {
  const { manifest: { name, version, description, hooks }, asked, limits, isolation, keep, from } = plan;
  const as = plan.name === name ? "" : `, as ${plan.name}`;
  return [
    `Plugin ${name} ${version}${as}`,
    ...(description === "" ? [] : [guestText(description)]),
    ...(from === undefined ? [] : [changesText(plan.asks, from)]),
    describePermissions(asked),
    hooks.length === 0 ? "It listens to nothing." : `It listens to: ${hooks.join(", ")}`,
    describeLimits(limits, { isolation }),
    ...keep.map((path) => `It comes from ${guestText(path)}, where it may not write.`),
  ].join("\n");
}

function changesText(asks: readonly string[], from: string): string {
  if (asks.length === 0) return `It asks for no more than ${from}, which is installed.`;
  return [`Beyond ${from}, which is installed, it asks to:`, ...asks.map((one) => `  ${one}`)].join(
    "\n",
  );
}
