import { ArgumentError } from "@superlearner/otp";

/** Refuses what a test was written with. @throws {ArgumentError} Always. */
export function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("run tests", { rule, value });
}

/**
 * Gives options back if they are an object that has nothing but what is known. The tests have their own: what checks options for the
 * host is not in their sandbox.
 *
 * @throws {ArgumentError} If not.
 */
export function checkKnown<Options>(options: Options, known: Readonly<Record<keyof Options & string, true>>): Options {
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    refuse("the options are an object", options);
  }
  const unknown = Object.keys(options as object).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) refuse(`an option is one of ${Object.keys(known).join(", ")}`, unknown);
  return options;
}

/** Gives a name back if it is one. @throws {ArgumentError} If not. */
export function checkName(what: string, name: string): string {
  return typeof name === "string" && name !== "" ? name : refuse(`${what} has a name`, name);
}

/** Gives arguments back if they are a list. @throws {ArgumentError} If not. */
export function checkArgs(args: readonly unknown[]): readonly unknown[] {
  return Array.isArray(args) ? args : refuse("args is a list", args);
}
