import { hasOne, listOf, withOne, withoutOne } from "./_few.ts";
import { Envelope, INFO } from "./envelope.ts";
import type { ExitReason } from "./exit_reason.ts";
import type { Pid, Ref } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";

/** Whoever is told that a process is gone. */
export interface Watcher {
  /** Called once, when `process` has died; must not run user code. */
  down(process: Process, reason: ExitReason): void;
}

/** One process watching another. Goes one way: what happens to the watching one changes nothing for the other. */
export class Monitor implements Watcher {
  readonly ref: Ref;
  readonly owner: Process;
  readonly target: Process | null;
  readonly tag: string;

  constructor(owner: Process, options: { ref: Ref; target: Process | null; tag: string }) {
    this.ref = options.ref;
    this.owner = owner;
    this.target = options.target;
    this.tag = options.tag;
  }

  /** Sends `DOWN` and is done. */
  down(process: Process, reason: ExitReason): void {
    this.owner.monitors = withoutOne(this.owner.monitors, this as Monitor);
    this.send(process.pid, reason);
  }

  /** Puts the message into the owner's mailbox. */
  send(pid: Pid | string, reason: ExitReason): void {
    if (this.owner.phase === DEAD) return;
    this.owner.deliver(new Envelope(INFO, "", { type: this.tag, ref: this.ref, pid, reason }));
  }
}

/** Ties two living processes together. Again is the same as once. */
export function link(one: Process, other: Process): void {
  if (one === other || hasOne(one.links, other)) return;
  one.links = withOne(one.links, other);
  other.links = withOne(other.links, one);
  const events = one.runtime.events;
  if (events.active) events.emit({ type: "link.added", pid: one.pid, other: other.pid });
}

/** Unties them; where there is no link, nothing happens. */
export function unlink(one: Process, other: Process): void {
  if (!hasOne(one.links, other)) return;
  one.links = withoutOne(one.links, other);
  other.links = withoutOne(other.links, one);
  const events = one.runtime.events;
  if (events.active) events.emit({ type: "link.removed", pid: one.pid, other: other.pid });
}

/** Adds a watcher to a living process. */
export function watch(process: Process, watcher: Watcher): void {
  process.watchers = withOne(process.watchers, watcher);
}

/** Takes a watcher away. */
export function unwatch(process: Process, watcher: Watcher): void {
  process.watchers = withoutOne(process.watchers, watcher);
}

/** Sets a monitor; a dead target is reported at once, with `noproc`. */
export function monitor(owner: Process, options: { target: Process | null; asked: Pid | string; tag: string }): Ref {
  const { target, asked, tag } = options;
  const made = new Monitor(owner, { ref: owner.runtime.nextRef(), target, tag });
  if (target === null || target.phase === DEAD) made.send(asked, "noproc");
  else {
    owner.monitors = withOne(owner.monitors, made);
    watch(target, made);
    const events = owner.runtime.events;
    if (events.active) events.emit({ type: "monitor.added", pid: owner.pid, other: target.pid, ref: made.ref });
  }
  return made.ref;
}

/** Takes a monitor back; with `flush` also a `DOWN` that is already in the mailbox. */
export function demonitor(owner: Process, ref: Ref, flush: boolean): void {
  const found = listOf(owner.monitors).find((each) => each.ref === ref);
  if (found !== undefined && found.target !== null) {
    owner.monitors = withoutOne(owner.monitors, found);
    unwatch(found.target, found);
    const events = owner.runtime.events;
    if (events.active) events.emit({ type: "monitor.removed", pid: owner.pid, other: found.target.pid, ref });
  }
  if (flush) removeDown(owner, ref);
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
