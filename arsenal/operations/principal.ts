/** Who asks: what permissions hang on. */
export interface Principal {
  /** Who it is, for audit lines: `"local"`, `"token"`, a key's id, a user's subject. */
  readonly id: string;
  /** What it may do: `"processes:read"`, all of one area as `"processes:*"`, or everything as `"*"`. */
  readonly permissions: readonly string[];
}

/** The person at this machine, where no credentials were set up: may do everything. */
export const LOCAL: Principal = Object.freeze({ id: "local", permissions: Object.freeze(["*"]) });

/** Nobody in particular: may do what is public. */
export const ANONYMOUS: Principal = Object.freeze({ id: "anonymous", permissions: Object.freeze([]) });

/**
 * Whether a principal has a permission. `"public"` is had by everybody.
 *
 * @example
 * ```ts
 * import { assert, assertFalse } from "@std/assert";
 * import { mayDo } from "@superlearner/arsenal";
 *
 * const operator = { id: "david", permissions: ["processes:*", "health:read"] };
 * assert(mayDo(operator, "processes:write"));
 * assertFalse(mayDo(operator, "state:read"));
 * ```
 */
export function mayDo(principal: Principal, permission: string): boolean {
  if (permission === "public") return true;
  const area = `${permission.split(":", 1)[0]}:*`;
  return principal.permissions.some((each) => each === "*" || each === permission || each === area);
}
