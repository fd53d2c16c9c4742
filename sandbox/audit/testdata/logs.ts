import type { Clock } from "@superlearner/otp";
import { AuditLog, type AuditLogOptions } from "../audit_log.ts";

/** A directory for a log, removed at the end. */
export async function place(): Promise<AsyncDisposable & { readonly path: string; readonly dir: string }> {
  const dir = await Deno.makeTempDir();
  return { dir, path: `${dir}/audit.jsonl`, [Symbol.asyncDispose]: () => Deno.remove(dir, { recursive: true }) };
}

/** Writes so many lines to a log. */
export function fill(path: string, count: number, options: AuditLogOptions = {}): void {
  using log = AuditLog.open(path, { clock: handClock(), ...options });
  for (let n = 1; n <= count; n++) {
    log.record({ who: `guest${n % 2}`, what: "read", target: `/file${n}`, result: "ok" });
  }
}

/** A clock that stands still until it is moved. */
export function handClock(): Clock & { move(ms: number): void } {
  let now = 0;
  let alarms: { atMs: number; fire: () => void }[] = [];
  return {
    now: () => now,
    wallTime: () => 1_000_000 + now,
    setAlarm(atMs, fire) {
      const alarm = { atMs, fire };
      alarms.push(alarm);
      return { cancel: () => void (alarms = alarms.filter((one) => one !== alarm)) };
    },
    move(ms) {
      now += ms;
      const due = alarms.filter(({ atMs }) => atMs <= now);
      alarms = alarms.filter(({ atMs }) => atMs > now);
      for (const { fire } of due) fire();
    },
  };
}
