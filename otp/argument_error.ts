/** What {@linkcode ArgumentError} says beside the action. */
export interface ArgumentErrorOptions {
  /** The rule that was broken, in plain words. */
  rule: string;
  /** The value that broke it. */
  value?: unknown;
}

/** An argument that breaks a rule of the runtime; Erlang's `badarg`. Says what was attempted, the rule and the value. */
export class ArgumentError extends TypeError {
  /** Always `"ArgumentError"`. */
  override readonly name: string = "ArgumentError";
  /** What was attempted. */
  readonly action: string;
  /** The rule that was broken. */
  readonly rule: string;
  /** The value that broke it. */
  readonly value: unknown;

  /** Makes the error; the message is built from the three parts. */
  constructor(action: string, options: ArgumentErrorOptions) {
    checkOptions("make an ArgumentError", options);
    super(`Cannot ${action}: ${options.rule}${"value" in options ? `, got ${show(options.value)}` : ""}`);
    this.action = action;
    this.rule = options.rule;
    this.value = options.value;
  }
}

/**
 * Gives the options of a function back if they are an object, whatever is in it. Every function that takes some asks here
 * first: what is read from `null` would be a bare `TypeError`, what is read from a number nothing at all.
 *
 * @throws {ArgumentError} If they are not.
 */
export function checkOptions<Options>(action: string, options: Options): Options {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return options;
  throw new ArgumentError(action, { rule: "the options are an object", value: options });
}

/** A proxy may throw whatever is asked of it. */
function show(value: unknown): string {
  try {
    if (typeof value === "function") return value.name ? `function ${value.name}` : "a function";
    if (typeof value === "object" && value !== null) return showObject(value);
  } catch {
    return "what cannot be shown";
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function showObject(value: object): string {
  try {
    const text = JSON.stringify(value);
    return text.length > 120 ? `${text.slice(0, 120)}…` : text;
  } catch {
    return Object.prototype.toString.call(value);
  }
}
