import { type Confinement, type ProgramStatus, sendSignal } from "./confinement.ts";
import { memoryOf, processesOf } from "./process_tree.ts";

/** The variable that what a program starts has as well, unless it takes care not to. */
const MARK = "SUPERLEARNER_PROGRAM";
/** How often it is looked for what has left the group; more comes up only where somebody makes it faster than it is ended. */
const MOST_SWEEPS = 50;

/** A process group for each program: what there is where no namespaces can be made. */
export const GROUP_CONFINEMENT: Confinement = {
  kind: "group",
  confine({ path, args, env }) {
    const mark = `${MARK}=${crypto.randomUUID()}`;
    return {
      command: { path, args, env: { ...env, [MARK]: mark.slice(MARK.length + 1) } },
      held: (pid) => ({
        use: (most) => {
          const found = processesOf(pid, { mark, most: most + 1 });
          return { count: found.length, bytes: found.reduce((sum, each) => sum + memoryOf(each), 0) };
        },
        signal(signal) {
          sendSignal(pid, signal);
          return true;
        },
        kill() {
          if (Deno.build.os === "windows") return sendSignal(pid, "SIGKILL");
          const isSent = sendSignal(-pid, "SIGKILL");
          killAll(pid, mark);
          return isSent;
        },
        async sweep() {
          if (Deno.build.os === "windows") return;
          sendSignal(-pid, "SIGKILL");
          // One that becomes another program has no environment for a moment, and so no mark: nothing is there once it was twice.
          for (let sweep = 0, without = 0; sweep < MOST_SWEEPS && without < 2; sweep++) {
            without = killAll(pid, mark) ? 0 : without + 1;
            if (without < 2) await turn();
          }
        },
        statusOf,
      }),
    };
  },
};

/** Whether there were any. */
function killAll(group: number, mark: string): boolean {
  const found = processesOf(group, { mark, most: Infinity });
  for (const pid of found) sendSignal(pid, "SIGKILL");
  return found.length > 0;
}

/** What was killed is gone a moment later. */
function turn(): Promise<void> {
  return new Promise((done) => setTimeout(done, 1));
}

function statusOf({ success, code, signal }: Deno.CommandStatus): ProgramStatus {
  return { success, code, signal };
}
