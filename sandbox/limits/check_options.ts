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

/** Whether a value is an object and no list. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
