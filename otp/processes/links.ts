import { hasOne, withOne, withoutOne } from "./_few.ts";
import { type Envelope, INFO, SignalEnvelope } from "./envelope.ts";
import { signalExit } from "./exit.ts";
import type { ExitReason } from "./exit_reason.ts";
import type { Pid, Ref } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";

export { type Few, hasOne, listOf, withOne, withoutOne } from "./_few.ts";

/** Whoever is told that a process is gone. */
export interface Watcher {
  /** Whether it waits for the process to come up, and so for what will come of its `init`. @default {false} */
  readonly starts?: boolean;
  /** Called once, when `process` has died; must not run user code. */
  down(process: Process, reason: ExitReason): void;
}

/** One process watching another. Goes one way: what happens to the watching one changes nothing for the other. */
export class Monitor implements Watcher {
  readonly ref: Ref;
  readonly owner: Process;
  readonly target: Process;
  readonly tag: string;
  /** The name that was watched, where it was no pid. */
  readonly asked: string | null;

  constructor(owner: Process, options: { ref: Ref; target: Process; tag: string; asked?: string | null }) {
    this.ref = options.ref;
    this.owner = owner;
    this.target = options.target;
    this.tag = options.tag;
    this.asked = options.asked ?? null;
  }

  /** Sends `DOWN` and is done. */
  down(process: Process, reason: ExitReason): void {
    forgetMonitor(this);
    const { owner, tag: type, ref, asked } = this;
    if (owner.phase !== DEAD) sendDown(owner, { type, ref, pid: asked ?? process.pid, reason });
  }

  /** It has fired, or was taken back. */
  over(): void {}
}

/**
 * Ties two processes together. Again is the same as once. Where the first is dead already, of what a listener did to it,
 * the other gets its exit signal.
 */
export function link(one: Process, other: Process): void {
  if (one === other || hasOne(one.links, other) || other.phase === DEAD) return;
  if (one.phase === DEAD) return signalExit(other, { from: one.pid, reason: one.exitReason!, linked: true });
  one.links = withOne(one.links, other);
  other.links = withOne(other.links, one);
  const events = one.runtime.events;
  if (events.active) events.emit({ type: "link.added", pid: one.pid, other: other.pid });
  if (one.number < 0) one.behaviour.elsewhere!.linked(one, other);
  if (other.number < 0) other.behaviour.elsewhere!.linked(other, one);
}

/** Unties them; where there is no link, nothing happens. */
export function unlink(one: Process, other: Process): void {
  if (!hasOne(one.links, other)) return;
  one.links = withoutOne(one.links, other);
  other.links = withoutOne(other.links, one);
  const events = one.runtime.events;
  if (events.active) events.emit({ type: "link.removed", pid: one.pid, other: other.pid });
  if (one.number < 0) one.behaviour.elsewhere!.unlinked(one, other);
  if (other.number < 0) other.behaviour.elsewhere!.unlinked(other, one);
}

/** Adds a watcher to a living process. */
export function watch(process: Process, watcher: Watcher): void {
  process.watchers = withOne(process.watchers, watcher);
}

/** Takes a watcher away. */
export function unwatch(process: Process, watcher: Watcher): void {
  process.watchers = withoutOne(process.watchers, watcher);
}

/** What is to be watched, and how it is told. */
export interface Watch {
  readonly target: Process | null;
  /** What was asked for: a pid, or a name. */
  readonly asked: Pid | string;
  /** Whether that was a plain name, which then stands in the message; Erlang's `{Name, Node}`. */
  readonly byName?: boolean;
  readonly tag: string;
}

/** Sets a monitor; a dead target is reported at once, with `noproc`. Of itself nobody ever hears. */
export function monitor(owner: Process, { target, asked, byName = false, tag }: Watch): Ref {
  const ref = owner.runtime.nextRef();
  if (target === owner) return ref;
  if (target === null || target.phase === DEAD) sendDown(owner, { type: tag, ref, pid: asked, reason: "noproc" });
  else beginMonitor(new Monitor(owner, { ref, target, tag, asked: byName ? asked : null }));
  return ref;
}

/** From now on the death of the other is told. */
export function beginMonitor(made: Monitor): Ref {
  const { owner, target, ref } = made;
  owner.runtime.monitors.set(ref, made);
  owner.monitors = withOne(owner.monitors, made);
  watch(target, made);
  const events = owner.runtime.events;
  if (events.active) events.emit({ type: "monitor.added", pid: owner.pid, other: target.pid, ref });
  return ref;
}

/** Takes a monitor back; with `flush` also a `DOWN` that is already in the mailbox. Whether there was one. */
export function demonitor(owner: Process, ref: Ref, options: { flush: boolean }): boolean {
  const found = owner.runtime.monitors.get(ref);
  if (found === undefined) {
    if (options.flush) removeDown(owner, ref);
    return false;
  }
  if (found.owner !== owner) return false;
  endMonitor(found);
  return true;
}

/** Takes back a monitor that has not fired. */
export function endMonitor(made: Monitor): void {
  const { owner, target, ref } = made;
  forgetMonitor(made);
  unwatch(target, made);
  const { events } = owner.runtime;
  if (events.active) events.emit({ type: "monitor.removed", pid: owner.pid, other: target.pid, ref });
}

/** A monitor has fired, or is taken back. */
export function forgetMonitor(made: Monitor): void {
  made.owner.runtime.monitors.delete(made.ref);
  made.owner.monitors = withoutOne(made.owner.monitors, made);
  made.over();
}

/** Tells one that another is gone. */
export function sendDown(
  owner: Process,
  message: { type: string; ref: Ref; pid: Pid | string; reason: ExitReason },
): void {
  const envelope = new SignalEnvelope(INFO, "", message);
  owner.runtime.burial.signal = envelope;
  owner.deliver(envelope);
}

function removeDown(owner: Process, ref: Ref): void {
  let before: Envelope | null = null;
  for (let envelope = owner.first; envelope !== null; before = envelope, envelope = envelope.next) {
    const message = envelope.payload as { ref?: unknown; reason?: unknown } | null;
    if (envelope.type !== INFO || typeof message !== "object" || message === null) continue;
    if (message.ref !== ref || !("reason" in message)) continue;
    owner.handled--; // it is removed, not handled
    owner.takeAfter(before);
    return;
  }
}
