import type { MessageForm, Pid, Placement, ProcessStatus, Ref } from "@superlearner/otp";
import { revive } from "./_revive.ts";
import type { FlatForest } from "./forest_patch.ts";
import { showValue } from "./show_value.ts";
import type { Inspection, KillOptions } from "./source.ts";

/** How the operations of a server are reached. */
export interface OperationsOptions {
  /** Where they are mounted, like `"/api/v1"`. */
  readonly url: string;
  readonly fetch: typeof fetch;
  readonly headers: Readonly<Record<string, string>>;
}

/** What is known of a process, as the server writes it. */
interface ProcessDetail {
  readonly pid: Pid;
  readonly name: string | null;
  readonly status: ProcessStatus;
  readonly module: string;
  readonly behaviour: string;
  readonly memory: number;
  readonly message_queue_len: number;
  readonly reductions: number;
  readonly links: readonly Pid[];
  readonly uptime_ms: number;
  readonly trap_exit: boolean;
  readonly traced: boolean;
  readonly parent: Pid;
  readonly ancestors: readonly string[];
  readonly monitored_by: readonly Pid[];
  readonly monitor_refs: readonly { readonly ref: Ref; readonly pid: Pid }[];
  readonly timers: number;
  readonly busy_ms: number;
  readonly started_at: number;
  readonly current_message: { readonly form: MessageForm; readonly kind: string | null } | null;
  readonly calls: readonly string[];
  readonly casts: readonly string[];
  readonly placement?: Placement;
  readonly max_mailbox?: number;
  readonly dropped?: number;
  readonly overloaded?: boolean;
}

/** The operations of a server, as far as a source needs them. */
export class Operations {
  readonly #options: OperationsOptions;

  constructor(options: OperationsOptions) {
    this.#options = options;
  }

  /** @param node Where it runs, if that is elsewhere: then its state is known there only, and is not asked for. */
  async inspect(pid: Pid, { node }: { readonly node?: string | undefined } = {}): Promise<Inspection | undefined> {
    const path = `/processes/${bare(pid)}`;
    const [detail, state] = await Promise.all([
      this.#ask("GET", `${path}/info`, { missing: true }),
      // Who may not see states, sees the rest; a spawned function has none.
      node === undefined
        ? this.#ask("GET", `${path}/state`, { missing: true }).catch((error: Error) => ({ problem: error.message }))
        : { problem: `known in ${node} only` },
    ]);
    if (detail === undefined) return undefined;
    return inspectionOf(detail as ProcessDetail, state as { state?: unknown; problem?: string } | undefined);
  }

  async kill(pid: Pid, { force = false }: KillOptions = {}): Promise<void> {
    await this.#ask("DELETE", `/processes/${bare(pid)}${force ? "?force=true" : ""}`);
  }

  async suspend(pid: Pid): Promise<void> {
    await this.#ask("POST", `/processes/${bare(pid)}/suspend`, { body: {} });
  }

  async resume(pid: Pid): Promise<void> {
    await this.#ask("POST", `/processes/${bare(pid)}/resume`);
  }

  async cast(pid: Pid, kind: string): Promise<void> {
    await this.#ask("POST", `/processes/${bare(pid)}/message`, { body: { type: "cast", kind } });
  }

  /** Restarts the child in a place, by the supervisor above it. */
  async restart(place: string, flat: FlatForest): Promise<void> {
    const parent = [...flat.values()].find(({ children }) => children.includes(place));
    const child = flat.get(place);
    const refuse = (rule: string): never => {
      throw new Error(`Cannot restart ${place}: ${rule}`);
    };
    if (child === undefined) return refuse("no such place is in the tree");
    if (parent?.pid === undefined) return refuse("nobody above it could start it again");
    if (child.restart === "temporary") return refuse("a temporary child is never started again");
    if (parent.supervisor?.dynamic) {
      return child.pid === undefined ? refuse("it is not running") : await this.kill(child.pid);
    }
    await this.#ask("POST", `/supervisors/${bare(parent.pid)}/children/${encodeURIComponent(child.id)}/restart`);
  }

  async #ask(method: string, path: string, options: { body?: unknown; missing?: boolean } = {}): Promise<unknown> {
    const { body, missing = false } = options;
    const { fetch, url, headers } = this.#options;
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { accept: "application/json", ...type, ...headers },
      ...sent,
    });
    const answer = await response.json().catch(() => ({})) as { data?: unknown; detail?: string };
    if (response.ok) return answer.data;
    if (missing && response.status === 404) return undefined;
    throw new Error(answer.detail ?? `Cannot ${method} ${path}: the server answered ${response.status}`);
  }
}

/** A pid as URLs have it, without the brackets. */
function bare(pid: Pid): string {
  return encodeURIComponent(pid.slice(1, -1));
}

function inspectionOf(detail: ProcessDetail, state: { state?: unknown; problem?: string } | undefined): Inspection {
  const { name, current_message: current } = detail;
  const info: Inspection["info"] = {
    pid: detail.pid,
    name: name ?? undefined,
    status: detail.status,
    behaviour: detail.behaviour,
    module: detail.module,
    parent: detail.parent,
    ancestors: detail.ancestors,
    startedAt: detail.started_at,
    uptimeMs: detail.uptime_ms,
    mailboxLength: detail.message_queue_len,
    maxMailbox: detail.max_mailbox,
    dropped: detail.dropped ?? 0,
    overloaded: detail.overloaded ?? false,
    handled: detail.reductions,
    busyMs: detail.busy_ms,
    memory: detail.memory,
    estimated: true,
    links: detail.links,
    monitors: detail.monitor_refs,
    monitoredBy: detail.monitored_by,
    trapExit: detail.trap_exit,
    traced: detail.traced,
    timers: detail.timers,
    calls: detail.calls,
    casts: detail.casts,
    ...(detail.placement === undefined ? {} : { placement: detail.placement }),
  };
  return {
    info,
    currentMessage: current === null ? undefined : { form: current.form, kind: current.kind ?? undefined, text: "" },
    exitReason: undefined,
    state: state?.problem ?? showValue(revive(state?.state)),
  };
}
