import {
  ArgumentError,
  type DynamicSupervisorRef,
  GenServer,
  type Pid,
  processInfo,
  type ServerDefinition,
  StartError,
  type System,
} from "@superlearner/otp";
import { called } from "../waiting/called.ts";
import { checkTarget, pidOf, processRef, type Target } from "../waiting/target.ts";
import { sync } from "../waiting/sync.ts";
import { holdProcess } from "./_brake.ts";

/** What is held of a resource. */
export interface Filled {
  readonly held: number;
  readonly limit: number | undefined;
  /** Lets it go. */
  release(): Promise<void>;
}

/** Does nothing, and is there. */
const Filler: ServerDefinition<null, [], Record<never, never>, Record<never, never>> = GenServer.define({
  name: "Chaos.Filler",
  init: () => null,
});

/** How much memory is one piece. */
const PIECE = 1 << 20;

/** Fills a DynamicSupervisor, or the System, with idle processes. */
export async function fillProcesses(
  system: System,
  { of, count }: { of: DynamicSupervisorRef | undefined; count: number },
): Promise<Filled> {
  const pids: Pid[] = [];
  if (of === undefined) {
    for (let left = count; left > 0; left--) pids.push(idle(system));
    return { held: pids.length, limit: undefined, release: () => killAll(system, pids) };
  }
  const release = async () => {
    for (const pid of pids) if (of.alive && system.isAlive(pid)) await of.terminateChild(pid);
  };
  const child = Filler.child({ restart: "temporary" });
  try {
    while (pids.length < count) pids.push((await of.startChild(child)).pid!);
  } catch (error) {
    if (!(error instanceof StartError) || error.reason !== "max_children") {
      await release();
      throw error;
    }
    return { held: pids.length, limit: pids.length, release };
  }
  return { held: pids.length, limit: undefined, release };
}

/** Fills a mailbox, and holds its owner. */
export function fillMailbox(
  action: string,
  { of, count, send }: { of: Target; count: number; send: (() => unknown) | undefined },
): Filled {
  const { system } = checkTarget(action, of);
  const pid = pidOf(of);
  const info = pid === undefined ? undefined : processInfo(system, pid);
  if (pid === undefined || info === undefined || !system.isAlive(pid)) {
    throw new ArgumentError(action, { rule: "of is alive", value: called(of) });
  }
  const limit = info.maxMailbox;
  const hold = holdProcess(system, pid);
  try {
    const one = send ?? (() => system.send(pid, { chaos: "mailbox" }));
    for (let left = (limit ?? count) - info.mailboxLength; left > 0; left--) one();
  } catch (error) {
    hold[Symbol.dispose]();
    throw error;
  }
  return {
    held: processInfo(system, pid)?.mailboxLength ?? 0,
    limit,
    release: async () => {
      hold[Symbol.dispose]();
      // Behind what waits there; a function, which answers no such question, is not waited for.
      await sync(processRef(system, pid), { timeoutMs: Infinity }).catch(() => {});
    },
  };
}

/** Lets a process hold memory. */
export function fillMemory(system: System, bytes: number): Filled {
  const pieces: Uint8Array[] = [];
  // Written to: what is only asked for, the operating system does not give.
  for (let left = bytes; left > 0; left -= PIECE) pieces.push(new Uint8Array(Math.min(left, PIECE)).fill(1));
  const pid = system.spawn(async (self) => {
    await self.receive();
    pieces.length = 0; // never: who holds them is killed
  }, { label: "chaos: memory" });
  return {
    held: bytes,
    limit: undefined,
    release: async () => {
      await killAll(system, [pid]);
      pieces.length = 0;
    },
  };
}

/** Takes the names that are free. */
export function fillNames(system: System, names: readonly string[]): Filled {
  const pids: Pid[] = [];
  try {
    for (const name of names) if (system.whereis(name) === undefined) pids.push(idle(system, name));
  } catch (error) {
    void killAll(system, pids);
    throw error;
  }
  return { held: pids.length, limit: undefined, release: () => killAll(system, pids) };
}

/** Starts timers. */
export function fillTimers(system: System, { count, delayMs }: { count: number; delayMs: number }): Filled {
  const pid = idle(system);
  const refs = Array.from({ length: count }, () => system.sendAfter(pid, "chaos", { delayMs }));
  return {
    held: count,
    limit: undefined,
    release: async () => {
      for (const ref of refs) system.cancelTimer(ref);
      await killAll(system, [pid]);
    },
  };
}

function idle(system: System, name?: string): Pid {
  return system.spawn(async (self) => {
    for (;;) await self.receive();
  }, { label: "chaos: idle", ...(name === undefined ? {} : { name }) });
}

/** A kill is done when it returns. */
function killAll(system: System, pids: readonly Pid[]): Promise<void> {
  for (const pid of pids) system.exit(pid, "kill");
  return Promise.resolve();
}
