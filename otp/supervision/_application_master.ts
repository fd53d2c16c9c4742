import type { ChildSpec } from "../behaviours/definition.ts";
import type { LooseSpec } from "../behaviours/gen_server_types.ts";
import { stop } from "../behaviours/outcome.ts";
import { StartFailure } from "../behaviours/start.ts";
import { die } from "../processes/exit.ts";
import { type ExitReason, reasonOf, shortReason } from "../processes/exit_reason.ts";
import type { ExitMessage } from "../processes/messages.ts";
import type { Pid } from "../processes/pid.ts";
import { DEAD, type Process } from "../processes/process.ts";
import { processOf, type Self } from "../processes/self.ts";
import { startChild } from "./_start_child.ts";
import type { ApplicationContext, ApplicationTree, LooseApplication } from "./application_types.ts";
import { completeChildSpec } from "./child_spec.ts";
import { stopChild } from "./shutdown.ts";

/** What a master is started with. */
export interface MasterOptions {
  readonly env: () => object;
  readonly args: readonly unknown[];
}

/** A running application, as its own process keeps it. Nothing of it is seen from outside. */
export class ApplicationMaster {
  readonly #process: Process;
  readonly #spec: LooseApplication;
  readonly #app: ApplicationContext<object>;
  #tree: Process | null = null;
  #state: unknown = undefined;

  constructor(self: Self, spec: LooseApplication, env: () => object) {
    this.#process = processOf(self);
    this.#spec = spec;
    this.#app = {
      name: spec.name,
      self,
      get env() {
        return env();
      },
    };
  }

  /** The top supervisor. */
  get tree(): Pid | undefined {
    return this.#tree?.pid;
  }

  /** Starts the tree, then takes the steps. Returns why it failed, if it did; then nothing of it is left. */
  async start(args: readonly unknown[]): Promise<ExitReason | undefined> {
    const failure = await this.#startTree(args) ?? await this.#takePhases();
    if (failure === undefined || this.#process.phase === DEAD) return failure;
    if (this.#tree !== null) await stopChild(this.#process, this.#tree, "infinity");
    this.#killRest();
    return failure;
  }

  /** Whether a message tells that the top supervisor is gone. */
  lost(message: unknown): ExitReason | undefined {
    const exit = message as Partial<ExitMessage> | null;
    const tree = this.#tree;
    return typeof exit === "object" && exit?.type === "EXIT" && exit.pid === tree?.pid ? tree?.exitReason : undefined;
  }

  /** Stops in order: `prepStop`, the tree, `stop`; then whatever else the application has started. */
  async stop(): Promise<void> {
    const { prepStop, stop } = this.#spec;
    if (prepStop !== undefined) {
      await this.#try("prepStop", async () => this.#state = await prepStop(this.#state, this.#app));
    }
    if (this.#process.phase === DEAD) return;
    if (this.#tree !== null) await stopChild(this.#process, this.#tree, "infinity");
    if (stop !== undefined) await this.#try("stop", () => stop(this.#state, this.#app));
    this.#killRest();
  }

  async #startTree(args: readonly unknown[]): Promise<ExitReason | undefined> {
    try {
      const given = await this.#spec.start!(this.#app, ...args);
      const withState = typeof given === "object" && given !== null && "tree" in given;
      const child = withState ? (given as ApplicationTree<unknown>).tree : given as ChildSpec;
      this.#state = withState ? (given as ApplicationTree<unknown>).state : undefined;
      const spec = completeChildSpec(child, "never");
      if (this.#process.phase === DEAD) return undefined;
      const started = await startChild(this.#process, spec);
      if (!(started instanceof StartFailure)) this.#tree = started;
      return started instanceof StartFailure ? started.reason : undefined;
    } catch (error) {
      return reasonOf(error);
    }
  }

  async #takePhases(): Promise<ExitReason | undefined> {
    const { startPhases = [], startPhase } = this.#spec;
    for (const [phase, argument] of startPhases) {
      if (this.#process.phase === DEAD) return undefined;
      try {
        await startPhase!(phase, argument, this.#app);
      } catch (error) {
        return reasonOf(error);
      }
    }
    return this.#tree?.exitReason; // it may be gone by now
  }

  /** A hook that fails is told, and changes nothing. */
  async #try(hook: string, run: () => unknown): Promise<void> {
    try {
      await run();
    } catch (error) {
      const { reporter } = this.#process.runtime;
      reporter.warn(`${hook} of the application "${this.#app.name}" failed: ${shortReason(reasonOf(error))}`);
    }
  }

  #killRest(): void {
    const { pid, phase, runtime } = this.#process;
    if (phase === DEAD) return;
    for (const each of [...runtime.processes.values()]) if (comesFrom(each, pid)) die(each, "killed");
  }
}

/** Whether a process was started by another, or by one that was. */
export function comesFrom(process: Process, pid: Pid): boolean {
  for (let each = process.parent; each !== null; each = each.before) if (each.pid === pid) return true;
  return false;
}

/** What the process of an application does. */
export function masterServer(application: LooseApplication): LooseSpec {
  return {
    name: application.name,
    trapExit: true,
    async init(this: Self, given) {
      const { env, args } = given as MasterOptions;
      const master = new ApplicationMaster(this, application, env);
      const failure = await master.start(args);
      return failure === undefined ? master : stop(failure);
    },
    handleInfo: (state, message) => {
      const reason = (state as ApplicationMaster).lost(message);
      return reason === undefined ? state : stop(reason, state);
    },
    terminate: (state) => (state as ApplicationMaster).stop(),
  };
}
