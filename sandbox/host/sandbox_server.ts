import { type ExitReason, formatReason, GenServer, graft, type ServerDefinition, stop } from "@superlearner/otp";
import type { SandboxError } from "../limits/sandbox_error.ts";
import type { Condition } from "./condition.ts";
import type { Life } from "./life.ts";
import { failureReason } from "./failure_reason.ts";
import type { SandboxInfo } from "./sandbox_info.ts";
import { shownInfo } from "./shown_info.ts";

/** Who lives as a process of the host's System: makes lives, one for each start. */
export interface Inhabitant {
  /** Begins a life. @throws {SandboxError} If it cannot. */
  begin(): Life;
  /** A life has started, and nobody has reached it yet: it gets the state that it is to have. */
  restored(life: Life): Promise<void>;
  /** What is known of it, without asking it. */
  info(): SandboxInfo;
  /** Is told how it is doing. */
  readonly condition: Pick<Condition, "up" | "crashed" | "stopped" | "finished" | "gone" | "absence">;
}

/** What the process knows. */
export interface Inhabited {
  readonly inhabitant: Inhabitant;
  readonly life: Life;
}

/** A message of the process to itself. */
interface Failed {
  readonly type: "sandbox.failed";
  readonly error: SandboxError;
}

/**
 * The process that a sandbox is, for the host: it starts when the sandbox is up, dies of what that dies of, and takes it
 * along when it is killed. So links, monitors and supervisors do what they always do.
 */
export const SandboxServer: ServerDefinition<
  Inhabited,
  [inhabitant: Inhabitant],
  Record<never, never>,
  Record<never, never>
> = GenServer.define({
  name: "Sandbox",
  trapExit: true,
  async init(inhabitant: Inhabitant): Promise<Inhabited> {
    const life = inhabitant.begin();
    const shown = graft(this.system, this.pid, life.view);
    life.view.changed = () => shown.changed();
    this.signal.addEventListener("abort", () => {
      shown[Symbol.dispose]();
      inhabitant.condition.gone(life, formatReason(this.signal.reason as ExitReason));
      void life.close(inhabitant.condition.absence);
    }, { once: true });
    await life.ready();
    await inhabitant.restored(life);
    if (life.root !== undefined) this.monitor(life.root as `<${string}.${number}.0>`);
    const { pid, system } = this;
    void life.failed.then((error) => system.send(pid, { type: "sandbox.failed", error } satisfies Failed));
    inhabitant.condition.up(pid);
    return { inhabitant, life };
  },
  // Who looks at the process wants to know of the sandbox: not how that is held, but how it is doing.
  formatStatus: ({ state, ...parts }) => ({ ...parts, state: shownInfo(state?.inhabitant.info()) }),
  handleInfo(state, message) {
    const { type, reason, error } = message as { type?: string; reason?: string; error?: SandboxError };
    if (type === "sandbox.failed") {
      state.inhabitant.condition.crashed();
      return stop(failureReason(error!));
    }
    if (type !== "DOWN") return state;
    // Its wall may have gone first: then the failure is on its way, and says more.
    if (reason === "noconnection") return state;
    const { condition } = state.inhabitant;
    if (reason === "normal" || reason === "shutdown") condition.finished();
    else condition.crashed(`what it had started ended: ${formatReason(reason as ExitReason)}`);
    return stop(reason ?? "normal");
  },
  async terminate({ life, inhabitant }, reason) {
    if (reason === "shutdown" || reason === "normal") inhabitant.condition.stopped();
    await life.close(inhabitant.condition.absence);
  },
});
