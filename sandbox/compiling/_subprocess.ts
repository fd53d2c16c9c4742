import { SandboxError } from "../limits/sandbox_error.ts";

/** A Deno that is made here. */
export interface SubprocessOptions {
  readonly args: readonly string[];
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: "piped" | "null";
  readonly stdout: "piped" | "null";
  readonly stderr: "piped" | "null";
  readonly cwd?: string;
  /** What it is for, where it may not be made. */
  readonly action: string;
}

/**
 * Starts Deno itself, with no environment but what is given, as the leader of a group that ends as one.
 *
 * @throws {SandboxError} `permission_denied` if this program may not run programs.
 */
export function spawnDeno({ action, args, env, ...options }: SubprocessOptions): Deno.ChildProcess {
  try {
    const all = { ...options, args: [...args], env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env } };
    return new Deno.Command(Deno.execPath(), { ...all, clearEnv: true, detached: true }).spawn();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    throw new SandboxError(action, { kind: "permission_denied", permission: "run", target: "deno" });
  }
}

/** Deno runs what follows its path, and ends it when nobody holds the other end of its input any more. */
const KEEPER = `
const [deno, ...args] = Deno.args;
const child = new Deno.Command(deno, { args, stdin: "null" }).spawn();
child.status.then(({ code }) => Deno.exit(code));
await Deno.stdin.readable.pipeTo(new WritableStream());
child.kill("SIGKILL");`;

/**
 * The same for one that looks at no input and so would go on when this program is killed: another Deno keeps it, in its group.
 * Whoever waits for it closes its `stdin` then.
 */
export function spawnKept({ args, ...options }: Omit<SubprocessOptions, "stdin">): Deno.ChildProcess {
  const deno = Deno.execPath();
  const flags = [
    "--quiet",
    "--no-prompt",
    "--no-config",
    "--no-lock",
    "--no-remote",
    "--no-npm",
    `--allow-run=${deno}`,
  ];
  const keeper = `data:application/javascript,${encodeURIComponent(KEEPER)}`;
  // Windows has no groups that end as one: there whoever keeps it would go alone.
  const kept = Deno.build.os === "windows" ? args : ["run", ...flags, keeper, deno, ...args];
  return spawnDeno({ ...options, args: kept, stdin: "piped" });
}

/** Ends it at once, and what it has started. */
export function killGroup(child: Deno.ChildProcess): void {
  try {
    Deno.kill(-child.pid, "SIGKILL");
  } catch {
    try {
      child.kill("SIGKILL");
    } catch { /* it has ended */ }
  }
}

/** The part of this program's environment that says where packages are, cached or not. */
export function cacheEnvironment(): Record<string, string> {
  const known: Record<string, string> = {};
  for (const name of ["DENO_DIR", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA", "JSR_URL", "NPM_CONFIG_REGISTRY"]) {
    if (Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") continue;
    const value = Deno.env.get(name);
    if (value !== undefined) known[name] = value;
  }
  return known;
}

/** How it ended, in words: `"status 1"`, `"SIGKILL"`. */
export function endOf({ code, signal }: Deno.CommandStatus): string {
  return signal ?? `status ${code}`;
}
