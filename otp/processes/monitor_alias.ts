import { Alias } from "./alias.ts";
import { ArgumentError } from "./errors.ts";
import { beginMonitor, endMonitor, Monitor, sendDown, type Watch } from "./links.ts";
import type { Ref } from "./pid.ts";
import { DEAD, type Process } from "./process.ts";

/** When the alias of a monitor ends; see `MonitorOptions.alias`. */
export type MonitorAliasMode = "explicit_unalias" | "demonitor" | "reply_demonitor";

const MODES: readonly unknown[] = ["explicit_unalias", "demonitor", "reply_demonitor"];

/** A monitor whose reference is an alias as well, which ends with it. */
class AliasedMonitor extends Monitor {
  alias: Alias | null = null;

  override over(): void {
    this.alias?.end();
    this.alias = null;
  }
}

/** An alias that takes a monitor back with its first message. */
class ReplyAlias extends Alias {
  readonly #monitor: Monitor;

  constructor(monitor: Monitor) {
    super(monitor.owner, monitor.ref, { once: true });
    this.#monitor = monitor;
  }

  override use(): void {
    this.end();
    if (this.owner.runtime.monitors.has(this.ref)) endMonitor(this.#monitor);
  }
}

/** Sets a monitor whose reference is an alias of the watching process as well. */
export function monitorWithAlias(owner: Process, watch: Watch, mode: MonitorAliasMode): Ref {
  if (!MODES.includes(mode)) {
    throw new ArgumentError("monitor", {
      rule: "alias is explicit_unalias, demonitor or reply_demonitor",
      value: mode,
    });
  }
  const { target, asked, byName = false, tag } = watch;
  const ref = owner.runtime.nextRef();
  const gone = target === null || target.phase === DEAD;
  // An alias that ends with its monitor is over at once where the other is dead, and lasts where nobody is watched.
  if (mode === "explicit_unalias") new Alias(owner, ref, { once: false }).begin();
  else if (target === owner) new Alias(owner, ref, { once: mode === "reply_demonitor" }).begin();
  if (gone) sendDown(owner, { type: tag, ref, pid: asked, reason: "noproc" });
  if (gone || target === owner) return ref;
  const made = new AliasedMonitor(owner, { ref, target, tag, asked: byName ? asked : null });
  if (mode !== "explicit_unalias") {
    made.alias = mode === "demonitor" ? new Alias(owner, ref, { once: false }) : new ReplyAlias(made);
    made.alias.begin();
  }
  beginMonitor(made);
  return ref;
}
