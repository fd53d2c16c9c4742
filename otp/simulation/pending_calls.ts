import type { CallEnvelope } from "../processes/envelope.ts";
import type { Process } from "../processes/process.ts";

/** A call that waits for its answer. */
export interface PendingCall {
  /** Who waits, among all Systems of the simulation, like `"<0.3.0>"` or `"b<0.3.0>"`; `undefined` for code outside. */
  readonly caller: string | undefined;
  /** Its registered name, or that of its definition. */
  readonly callerName: string | undefined;
  /** Who is to answer, in the same way. */
  readonly server: string;
  /** Its registered name, or that of its definition. */
  readonly serverName: string;
  /** The kind of call. */
  readonly kind: string;
  /** How long the caller is ready to wait in all, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether the answer is under way: it was given, and is delayed or lost. */
  readonly replied: boolean;
}

/** From how many calls on it is worth looking for those that are settled. */
const MANY = 1024;

/** Calls on their way, and to whom. */
export type Calls = Map<CallEnvelope, Process>;

/** Keeps a call that is on its way. */
export function keepCall(calls: Calls, call: CallEnvelope, server: Process): void {
  calls.set(call, server);
  if (calls.size % MANY !== 0) return;
  for (const each of calls.keys()) if (each.settled) calls.delete(each); // those whose time was up
}

/** The calls of a System that somebody still waits for. */
export function pendingCalls(calls: Calls, system: string): PendingCall[] {
  const pending: PendingCall[] = [];
  for (const [call, server] of calls) {
    const { caller, kind, timeoutMs, settled, awaited, replied } = call;
    if (settled) calls.delete(call);
    else if (awaited) {
      pending.push({
        caller: caller === null ? undefined : placeOf(caller, system),
        callerName: caller === null ? undefined : nameOf(caller),
        server: placeOf(server, system),
        serverName: nameOf(server),
        kind,
        timeoutMs,
        replied,
      });
    }
  }
  return pending;
}

/** A process among all Systems; a stand-in is where it stands for. */
function placeOf({ pid, behaviour }: Process, system: string): string {
  return behaviour.elsewhere === undefined ? system + pid : pid.replace(/^<([^.]+)\./, "$1<0.");
}

function nameOf({ name, behaviour }: Process): string {
  return name ?? behaviour.module;
}
