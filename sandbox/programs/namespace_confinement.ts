import type { HostAccess } from "../permissions/host_access.ts";
import { type Confinement, type ProgramStatus, sendSignal } from "./confinement.ts";
import { childrenOf, useBelow } from "./process_tree.ts";

/** Tools of every Linux that are needed. Not by `PATH`: who could change that would be asked to hold himself. */
const TOOLS = ["setpriv", "unshare", "sh", "nice", "env"] as const;
const PLACES = ["/usr/bin", "/bin"];

/**
 * The first process of the namespace: it starts the program and leaves with what that left with; the kernel then ends whatever is
 * still there. What it has to say itself (`Terminated`) does not go among the errors of the program. The system counts
 * threads with the processes, within the namespace, and does not hold who is root outside to it: so this is only what keeps the
 * machine until the host has looked.
 */
const FIRST = 'exec 3>&2 2>/dev/null; ulimit -c 0; ulimit -u "$0" || ulimit -p "$0"; "$@" 2>&3 3>&-; exit $?';
/** How many threads a process may have on average before that. */
const THREADS = 32;
/** Many processes take little from who is to end them. */
const NICE = "19";

/** The signal that a shell tells by so much above 128. */
const SIGNALS: Readonly<Record<number, Deno.Signal>> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  6: "SIGABRT",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
};

/**
 * A namespace of processes for each program, where the system lets one make it: there are no other processes in it, and with its
 * first one all end, also those in sessions of their own and without parents. When the host dies so does it.
 */
export function namespaceConfinement(host: Pick<HostAccess, "program" | "has">): Confinement | undefined {
  const found = TOOLS.map((tool) => PLACES.map((dir) => host.program(`${dir}/${tool}`)).find((path) => path));
  if (found.some((path) => path === undefined || !host.has("run", path))) return undefined;
  const [setpriv, unshare, sh, nice, env] = found as [string, string, string, string, string];
  const before = [
    ...["--pdeathsig", "KILL", "--no-new-privs", "--", unshare],
    ...["--user", "--map-current-user", "--pid", "--fork", "--kill-child=SIGKILL", "--mount-proc", "--"],
    ...[sh, "-c", FIRST],
  ];
  return {
    kind: "namespace",
    confine: ({ path, args, env: variables, processes }) => ({
      command: {
        path: setpriv,
        args: [
          ...before,
          processes === Infinity ? "unlimited" : String((processes + 1) * THREADS),
          ...[nice, "-n", NICE, env, "-i"],
          ...Object.entries(variables).map(([name, value]) => `${name}=${value}`),
          path,
          ...args,
        ],
        env: {},
      },
      held: (pid) => ({
        // Without the first process, which is ours.
        use: (most) => {
          const { count, bytes } = useBelow(pid, most + 1);
          return { count: Math.max(0, count - 1), bytes };
        },
        signal(signal) {
          const [first] = childrenOf(pid);
          const [program] = first === undefined ? [] : childrenOf(first);
          if (program !== undefined) sendSignal(program, signal);
          return program !== undefined;
        },
        kill() {
          const [first] = childrenOf(pid);
          // The other leaves once the kernel has ended all of the namespace, and not before.
          return sendSignal(first ?? -pid, "SIGKILL");
        },
        sweep: () => Promise.resolve(),
        statusOf,
      }),
    }),
  };
}

function statusOf({ success, code, signal }: Deno.CommandStatus): ProgramStatus {
  return { success, code, signal: signal ?? SIGNALS[code - 128] ?? null };
}

/** Whether one can be made here: the system may forbid it. */
export async function isConfining(confinement: Confinement): Promise<boolean> {
  const { command: { path, args, env } } = confinement.confine({
    path: "/bin/sh",
    args: ["-c", "[ $$ -lt 20 ] && exit 7"],
    env: {},
    processes: 8,
  });
  try {
    const quiet = { stdin: "null", stdout: "null", stderr: "null" } as const;
    const options = { args: [...args], env: { ...env }, clearEnv: true, detached: true, ...quiet };
    return (await new Deno.Command(path, options).output()).code === 7;
  } catch {
    return false;
  }
}
