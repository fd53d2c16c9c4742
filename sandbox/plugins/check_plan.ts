import { ArgumentError } from "@superlearner/otp";
import { isPlainObject } from "../limits/check_options.ts";
import { permissionLines } from "../permissions/describe_permissions.ts";
import { canonical } from "./canonical.ts";
import { PluginError } from "./plugin_error.ts";
import { planText, type PluginPlan } from "./plugin_plan.ts";

/**
 * Gives a plan back if it has the parts that another can be made of.
 *
 * @throws {ArgumentError} If it is no plan at all.
 */
export function planShape(action: string, plan: PluginPlan): PluginPlan {
  const strings = ["name", "digest", "text"] as const;
  const lists = ["asks", "keep"] as const;
  const isPlan = isPlainObject(plan) && isPlainObject(plan.manifest) && isPlainObject(plan.files) &&
    isPlainObject(plan.asked) && strings.every((one) => typeof plan[one] === "string") &&
    lists.every((one) => Array.isArray(plan[one]) && plan[one].every((line) => typeof line === "string"));
  if (isPlan) return plan;
  throw new ArgumentError(action, { rule: "a plan is what plan() gives", value: plan });
}

/** JSON has no `Infinity`: a limit that went to a web page and back as such is `null`, which no limit is otherwise. */
export function manifestOf({ manifest }: PluginPlan): unknown {
  if (!isPlainObject(manifest.limits)) return manifest;
  const limits = Object.entries(manifest.limits).map(([name, value]) => [name, value === null ? Infinity : value]);
  return { ...manifest, limits: Object.fromEntries(limits) };
}

/**
 * Holds a plan that someone saw against the one that is made anew of its manifest and files: it may have been elsewhere, and
 * what comes back must be what was shown. What it was held against may have changed since, which is for the consent to say.
 *
 * @throws {PluginError} `changed_plan`; `more_than_planned` if someone agreed to it, and links lead elsewhere by now.
 */
export function checkPlan(action: string, plan: PluginPlan, { now, agreed }: {
  /** The plan made anew. */
  readonly now: PluginPlan;
  /** Whether it is done on someone's word, who saw it. */
  readonly agreed: boolean;
}): void {
  const { name } = now;
  const same = (part: "digest" | "limits" | "isolation" | "needsConsent" | "asks" | "asked" | "text", is: unknown) => {
    if (canonical(plan[part]) === canonical(is)) return;
    throw new PluginError(action, { kind: "changed_plan", plugin: name, part });
  };
  same("digest", now.digest);
  same("limits", now.limits);
  same("isolation", now.isolation);
  same("needsConsent", plan.from === undefined || plan.asks.length > 0);
  if (canonical(plan.asked) === canonical(now.asked)) {
    if (plan.from === undefined) same("asks", permissionLines(now.asked));
    return same("text", planText({ ...now, asks: plan.asks, from: plan.from }));
  }
  if (!agreed) return;
  const unseen = permissionLines(now.asked).filter((line) => !plan.text.includes(line));
  if (unseen.length > 0) throw new PluginError(action, { kind: "more_than_planned", plugin: name, asks: unseen });
  same("asked", now.asked);
}
