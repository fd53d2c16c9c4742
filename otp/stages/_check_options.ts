import { ArgumentError } from "../mod.ts";

/** Gives options back if they are an object. @throws {ArgumentError} If they are not. */
export function checkOptions<Options>(action: string, options: Options): Options {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return options;
  throw new ArgumentError(action, { rule: "the options are an object", value: options });
}
