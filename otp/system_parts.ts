import { checkOptions } from "./argument_error.ts";
import { ArgumentError } from "./processes/errors.ts";
import type { SystemOptions } from "./system.ts";

/** The functions that each part must have; what else it has is its own business. */
const FUNCTIONS = {
  clock: ["now", "wallTime", "setAlarm"],
  random: ["next"],
  scheduler: ["attach", "enqueue", "stop"],
  logger: ["crash", "warn"],
} as const;

/**
 * Refuses parts that a System could not be made of; found later, they would fail in the middle of somebody else's work.
 *
 * @throws {ArgumentError} With the part and the function it lacks.
 */
export function checkParts(options: SystemOptions): void {
  const action = "make a System";
  checkOptions(action, options);
  for (const [name, functions] of Object.entries(FUNCTIONS)) {
    const part = options[name as keyof typeof FUNCTIONS] as { readonly [name: string]: unknown } | null | undefined;
    if (part === undefined) continue;
    const lacking = functions.find((each) => typeof part?.[each] !== "function");
    if (lacking === undefined) continue;
    throw new ArgumentError(action, { rule: `${name} is an object with a function ${lacking}`, value: part });
  }
  const { registrars, unhandledRejections = "event" } = options;
  if (registrars !== undefined && (typeof registrars !== "object" || registrars === null)) {
    throw new ArgumentError(action, { rule: "registrars is an object of functions", value: registrars });
  }
  if (unhandledRejections !== "event" && unhandledRejections !== "platform") {
    throw new ArgumentError(action, {
      rule: 'unhandledRejections is "event" or "platform"',
      value: unhandledRejections,
    });
  }
}
