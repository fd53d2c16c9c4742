import { ArgumentError } from "@superlearner/otp";

/**
 * Gives options back if they are an object.
 *
 * @throws {ArgumentError} If not.
 */
export function checkOptions<Options>(action: string, options: Options): Options {
  if (isPlainObject(options)) return options;
  throw new ArgumentError(action, { rule: "the options are an object", value: options });
}

/**
 * Gives options back if they are an object that has nothing but what is known: an option that nobody knows is one that somebody
 * has misspelt, and would be without what he has asked for.
 *
 * @throws {ArgumentError} If not.
 */
export function checkKnownOptions<Options>(
  action: string,
  options: Options,
  known: Readonly<Record<keyof Options & string, true>>,
): Options {
  const unknown = Object.keys(checkOptions(action, options) as object).find((name) => !Object.hasOwn(known, name));
  if (unknown === undefined) return options;
  throw new ArgumentError(action, { rule: `an option is one of ${Object.keys(known).join(", ")}`, value: unknown });
}

/** Those of some options that somebody knows who would refuse the others. */
export function optionsFor<Options extends object>(
  known: Readonly<Record<keyof Options & string, true>>,
  options: Options,
): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(known, name))) as Options;
}

/** Whether a value is an object and no list. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
