import { SandboxError } from "../limits/sandbox_error.ts";

/** What Deno says of what this program itself may not do, as a refusal; `undefined` of all other errors. */
export function notAllowed(action: string, error: unknown): SandboxError | undefined {
  if (!(error instanceof Deno.errors.NotCapable)) return undefined;
  const [, permission = "all", target = "it"] = /^Requires (\w+) access(?: to ("?)(.+?)\2)?,/.exec(error.message)
    ?.filter((_, at) => at !== 2) ?? [];
  return new SandboxError(action, { kind: "permission_denied", permission, target });
}
