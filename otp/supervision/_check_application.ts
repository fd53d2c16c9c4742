import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { StartInsideOptions } from "./_application_controller.ts";
import type { ApplicationStartOptions, LooseApplication } from "./application_types.ts";

/** Refuses an application that is none. */
export function checkApplication(spec: LooseApplication): void {
  if (typeof spec !== "object" || spec === null) {
    throw new ArgumentError("define an application", { rule: "it is an object", value: spec });
  }
  const { name, description, version, dependencies = [], env = {}, start, startPhases = [] } = spec;
  if (typeof name !== "string" || name === "") {
    throw new ArgumentError("define an application", { rule: "name is a text", value: name });
  }
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`define the application "${name}"`, { rule, value });
  };
  for (const [key, value] of Object.entries({ description, version })) {
    if (value !== undefined && typeof value !== "string") refuse(`${key} is a text`, value);
  }
  if (typeof dependencies !== "function" && !Array.isArray(dependencies)) {
    refuse("dependencies are a list of applications, or a function that gives one", dependencies);
  }
  if (typeof env !== "object" || env === null) refuse("env is an object", env);
  for (const key of ["start", "startPhase", "prepStop", "stop"] as const) {
    const hook = spec[key];
    if (hook !== undefined && typeof hook !== "function") refuse(`${key} is a function`, hook);
    if (hook !== undefined && start === undefined) refuse(`${key} goes with start: a library is never started`, hook);
  }
  const valid = Array.isArray(startPhases) &&
    startPhases.every((each) => Array.isArray(each) && each.length === 2 && typeof each[0] === "string");
  if (!valid) refuse("startPhases is a list of pairs: a name, and what it gets", startPhases);
  if (startPhases.length > 0 && spec.startPhase === undefined) refuse("startPhases needs startPhase", startPhases);
}

const TYPES: readonly unknown[] = ["permanent", "transient", "temporary"];

/** Checks the options of a start and fills in the defaults. */
export function checkStartOptions(
  name: string,
  options: ApplicationStartOptions<never, never> | { readonly type?: unknown },
): StartInsideOptions {
  const { type = "temporary", args = [], env = {} } = checkOptions(`start the application "${name}"`, options) as {
    type?: StartInsideOptions["type"];
    args?: readonly unknown[];
    env?: object;
  };
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`start the application "${name}"`, { rule, value });
  };
  if (!TYPES.includes(type)) refuse("type is permanent, transient or temporary", type);
  if (!Array.isArray(args)) refuse("args is a list", args);
  if (typeof env !== "object" || env === null) refuse("env is an object", env);
  return { type, args, env };
}
