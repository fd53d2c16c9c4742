import { checkOptions } from "../argument_error.ts";
import { type ChildOptions, type ChildSpec, type Definition, startables } from "../behaviours/definition.ts";
import { ArgumentError } from "../processes/errors.ts";
import { checkProcessName, type ProcessName } from "../processes/via.ts";
import { checkMailbox, type MailboxOptionsInside } from "../processes/mailbox_limit.ts";
import type { AutoShutdown, Restart } from "./restart_policy.ts";
import type { Shutdown } from "./shutdown.ts";

/** A child specification with every default in its place. */
export interface FullChildSpec extends MailboxOptionsInside {
  readonly id: string;
  readonly start: ChildSpec["start"];
  readonly args: readonly unknown[];
  readonly name: ProcessName | undefined;
  readonly restart: Restart;
  readonly shutdown: Shutdown;
  readonly type: "worker" | "supervisor";
  readonly significant: boolean;
  readonly startTimeoutMs: number;
  /** The user's module. */
  readonly module: string;
}

const RESTARTS: readonly unknown[] = ["permanent", "transient", "temporary"];
const TYPES: readonly unknown[] = ["worker", "supervisor"];

/**
 * Checks a specification and fills in the defaults. Without an `autoShutdown` any child may be significant that could be
 * somewhere.
 *
 * @throws {ArgumentError} If it is not valid.
 */
export function completeChildSpec(spec: ChildSpec, autoShutdown: AutoShutdown | undefined): FullChildSpec {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(`use the child specification ${describe(spec)}`, { rule, value });
  };
  if (typeof spec !== "object" || spec === null) refuse("it is an object, as Definition.child() gives", spec);
  if (startables.has(spec)) refuse("a definition becomes a child by its child()", (spec as { name?: unknown }).name);
  const { id, start, args = [], name, restart = "permanent", significant = false, startTimeoutMs = Infinity } = spec;
  if (typeof id !== "string" || id === "") refuse("id is a text", id);
  const definition = typeof start === "object" && start !== null && startables.has(start) ? start : undefined;
  if (definition === undefined && typeof start !== "function") {
    refuse("start is a definition (GenServer.define, Supervisor.define) or a function", start);
  }
  const type = spec.type ?? definition?.type ?? "worker";
  const shutdown = spec.shutdown ?? (type === "supervisor" ? "infinity" : 5000);
  if (!Array.isArray(args)) refuse("args is a list", args);
  if (name !== undefined) checkProcessName(name);
  if (!RESTARTS.includes(restart)) refuse("restart is permanent, transient or temporary", restart);
  if (!TYPES.includes(type)) refuse("type is worker or supervisor", type);
  if (shutdown !== "infinity" && shutdown !== "brutal_kill" && !(typeof shutdown === "number" && shutdown >= 0)) {
    refuse("shutdown is milliseconds from 0 up, infinity or brutal_kill", shutdown);
  }
  if (!(typeof startTimeoutMs === "number" && startTimeoutMs >= 0)) {
    refuse("startTimeoutMs is a number of milliseconds from 0 up", startTimeoutMs);
  }
  if (typeof significant !== "boolean") refuse("significant is true or false", significant);
  if (significant && restart === "permanent") refuse("a significant child is transient or temporary", restart);
  if (significant && autoShutdown === "never") {
    refuse("a significant child needs a supervisor with autoShutdown", autoShutdown);
  }
  const { maxMailbox, overload } = spec;
  checkMailbox(`use the child specification ${describe(spec)}`, spec);
  if (maxMailbox !== undefined && definition === undefined) {
    refuse("maxMailbox is for a definition; a start function limits what it starts", maxMailbox);
  }
  const module = definition?.name ?? ((start as { readonly name: string }).name || "function");
  return { id, start, args, name, restart, shutdown, type, significant, startTimeoutMs, module, maxMailbox, overload };
}

/** Whether two specifications say the same, field by field. */
export function sameSpec(one: ChildSpec, other: ChildSpec): boolean {
  return typeof one === "object" && one !== null && one.id === other.id && one.start === other.start &&
    one.args === other.args &&
    one.name === other.name && one.restart === other.restart && one.shutdown === other.shutdown &&
    one.type === other.type && one.significant === other.significant && one.startTimeoutMs === other.startTimeoutMs &&
    one.maxMailbox === other.maxMailbox && one.overload === other.overload;
}

/** Checks a list of specifications. @throws {ArgumentError} If one is not valid, or two have one id. */
export function completeChildSpecs(
  specs: readonly ChildSpec[],
  autoShutdown: AutoShutdown | undefined,
): FullChildSpec[] {
  if (!Array.isArray(specs)) {
    throw new ArgumentError("start a supervisor", { rule: "children are a list of specifications", value: specs });
  }
  const all = specs.map((spec) => completeChildSpec(spec, autoShutdown));
  const seen = new Set<string>();
  for (const { id } of all) {
    if (seen.has(id)) {
      throw new ArgumentError("start a supervisor", {
        rule: "children have different ids (duplicate_child_name)",
        value: id,
      });
    }
    seen.add(id);
  }
  return all;
}

/** A specification as it was given, with every default said. */
export function givenSpec({ module: _module, ...spec }: FullChildSpec): ChildSpec {
  const said = Object.entries(spec).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as unknown as ChildSpec;
}

const OVERRIDES: readonly string[] = [
  "id",
  "args",
  "name",
  "restart",
  "shutdown",
  "significant",
  "startTimeoutMs",
  "maxMailbox",
  "overload",
];

/** A specification made of a definition, or of another specification, with some fields exchanged. */
export function overrideChildSpec<Ref>(
  child: Definition<Ref, never> | ChildSpec<Ref>,
  overrides: ChildOptions<never>,
): ChildSpec<Ref> {
  const action = "make a child specification";
  if (typeof child !== "object" || child === null) {
    throw new ArgumentError(action, { rule: "it is made of a definition, or of another specification", value: child });
  }
  for (const key of Object.keys(checkOptions(action, overrides))) {
    if (OVERRIDES.includes(key)) continue;
    throw new ArgumentError(action, { rule: `what can be exchanged is ${OVERRIDES.join(", ")}`, value: key });
  }
  if (!("child" in child)) return { ...child, ...overrides };
  return child.child(overrides as ChildOptions<never> & { args: never }); // what it has to have is asked for outside
}

function describe(spec: unknown): string {
  const id = (spec as { id?: unknown } | null)?.id;
  return typeof id === "string" ? `"${id}"` : "of a child";
}
