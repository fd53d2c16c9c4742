import { RealClock } from "@superlearner/otp";
import type { Limits } from "../../limits/limits.ts";
import { limitsOf } from "../../limits/profiles.ts";
import { grantPermissions } from "../../permissions/granting.ts";
import { Grants } from "../../permissions/grants.ts";
import type { PermissionAsks } from "../../permissions/permissions.ts";
import type { Confinement } from "../confinement.ts";
import { Programs } from "../programs.ts";

/** Programs of a guest that may run `sh`, and what was told of them; ended with the scope. */
export interface Shells extends AsyncDisposable {
  readonly programs: Programs;
  readonly noted: string[];
  /** What a script prints. */
  say(script: string, options?: object): Promise<string>;
}

/** Makes them. */
export function shells(
  { limits = {}, asks = {}, env = {}, confinement }: {
    limits?: Partial<Limits>;
    asks?: PermissionAsks;
    env?: Record<string, string>;
    confinement?: Confinement;
  } = {},
): Shells {
  const noted: string[] = [];
  const programs = new Programs({
    grants: new Grants(grantPermissions({ run: ["sh"], ...asks })),
    limits: limitsOf("permissive", limits),
    env,
    clock: new RealClock(),
    noted: (result, target, detail) =>
      noted.push([result, target, ...(detail === undefined ? [] : [detail])].join(" ")),
    ...(confinement && { confinement }),
  });
  return {
    programs,
    noted,
    say: async (script, options = {}) => {
      const pipes = { stdout: "piped", stderr: "piped", ...options };
      const { stdout, stderr } = await programs.output("sh", { args: ["-c", script], ...pipes });
      return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    },
    [Symbol.asyncDispose]: () => programs.close(),
  };
}

/** Some seconds to sleep, as nobody else does: what is left is known by it, and ends by itself should nobody end it. */
export function newMark(): string {
  return `45.${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
}

/** The processes whose command line has a text in it: what is left of programs that were given it. */
export function runningWith(text: string): number[] {
  return Array.from(Deno.readDirSync("/proc"), ({ name }) => Number(name)).filter((pid) => {
    try {
      return pid > 0 && pid !== Deno.pid && Deno.readTextFileSync(`/proc/${pid}/cmdline`).includes(text);
    } catch {
      return false; // gone meanwhile
    }
  });
}
