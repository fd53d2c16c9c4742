import {
  type Definition,
  type ExitReason,
  GenServer,
  isPid,
  type Pid,
  type ProcessName,
  type ServerRef,
  supervisionTree,
  sys,
  type System,
  type TreeNode,
  whenIdle,
} from "@superlearner/otp";
import { Lives } from "./lives.ts";
import type { Answer, AskName } from "./protocol.ts";
import type { SubmittedTree } from "./submission.ts";

/** What a module exports. */
export type Exports = { readonly [name: string]: unknown };

/** There is nothing of the kind. */
class Lacks extends Error {}

type AnyServer = ServerRef<
  { readonly [kind: string]: (state: never, payload: unknown) => readonly [unknown, never] },
  { readonly [kind: string]: (state: never, payload: unknown) => never }
>;

/** Speaks to servers of any definition. */
const Anyone = GenServer.define({ name: "Submitted", init: () => null });

/**
 * Makes a submission answer what tests ask. It runs beside the submission, and has no secret: whatever is answered here is
 * taken as what the submission does.
 */
export function expose(exports: Exports, system: System): (name: AskName, args: readonly unknown[]) => Promise<Answer> {
  const asks = asksOf(exports, system);
  return async (name, args) => {
    try {
      return { outcome: "gave", value: await asks[name](...args as never[]) };
    } catch (error) {
      if (error instanceof Lacks) return { outcome: "lacks", what: error.message };
      return error instanceof Error
        ? { outcome: "threw", name: String(error.name), message: String(error.message) }
        : { outcome: "threw", name: "Error", message: String(error) };
    }
  };
}

function asksOf(exports: Exports, system: System): Record<AskName, (...args: never[]) => unknown> {
  const lives = new Lives(system);
  const exported = (name: unknown) => {
    const key = String(name);
    if (!Object.hasOwn(exports, key)) throw new Lacks(`The submission exports no ${key}`);
    return exports[key];
  };
  const server = (pid: unknown) => Anyone.at(system, pidOf(pid)) as unknown as AnyServer;
  return {
    call: (name: unknown, args: readonly unknown[]) => {
      const found = exported(name);
      if (typeof found !== "function") throw new Lacks(`The submission exports no function ${name}`);
      return found(...args) as unknown;
    },
    value: (name: unknown) => exported(name),
    start: async (name: unknown, options: { readonly args?: readonly unknown[]; readonly name?: string }) => {
      const found = exported(name);
      if (!isDefinition(found)) throw new Lacks(`The submission exports no definition ${name}`);
      return handleOf((await system.start(found, options as { args: [] })).pid);
    },
    whereis: (name: ProcessName) => handleOf(system.whereis(name)),
    tree: () => supervisionTree(system).map(branchOf),
    settle: () => whenIdle(system),
    processCall: (pid: unknown, kind: string, payload: unknown, options: { readonly timeoutMs?: number }) =>
      server(pid).call(kind, payload, options),
    processCast: (pid: unknown, kind: string, payload: unknown) => void server(pid).cast(kind, payload),
    processSend: (pid: unknown, message: unknown) => void system.send(pidOf(pid), message),
    processState: (pid: unknown) => sys.awaitState(system, pidOf(pid)),
    processAlive: (pid: unknown) => system.isAlive(pidOf(pid)),
    processExit: (pid: unknown, reason: ExitReason) => system.exit(pidOf(pid), reason),
    processExited: (pid: unknown) => lives.exitOf(pidOf(pid)),
    processRestarted: async (pid: unknown) => handleOf(await lives.successorOf(pidOf(pid))),
  };
}

/** A pid without its brackets: on its way through the wall it would be given the name of this sandbox. */
function handleOf(pid: Pid | undefined): string | null {
  return pid === undefined ? null : pid.slice(1, -1);
}

function pidOf(handle: unknown): Pid {
  const pid = `<${handle}>`;
  if (isPid(pid)) return pid;
  throw new Lacks(`There is no process ${String(handle)}`);
}

function branchOf({ pid, id, name, type, restarts, supervisor, children }: TreeNode): SubmittedTree {
  return {
    pid: handleOf(pid),
    id: isPid(id) ? id.slice(1, -1) : id,
    ...(name !== undefined && { name }),
    type,
    ...(supervisor && { strategy: supervisor.strategy }),
    restarts,
    children: children.map(branchOf),
  };
}

function isDefinition(value: unknown): value is Definition<{ readonly pid: Pid | undefined }, []> {
  return typeof value === "object" && value !== null && typeof (value as { start?: unknown }).start === "function" &&
    typeof (value as { child?: unknown }).child === "function";
}
