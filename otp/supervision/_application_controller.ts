import type { ServerBehaviour } from "../behaviours/gen_server_loop.ts";
import { StartFailure, startServer } from "../behaviours/start.ts";
import { ArgumentError } from "../processes/errors.ts";
import { signalExit } from "../processes/exit.ts";
import { type ExitReason, shortReason } from "../processes/exit_reason.ts";
import { type Host, runtimeOf } from "../processes/host.ts";
import { watch } from "../processes/links.ts";
import { type Pid, ROOT_PID } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import type { Runtime } from "../processes/runtime.ts";
import type { ApplicationMaster, MasterOptions } from "./_application_master.ts";
import { ApplicationError } from "./application_error.ts";
import type { ApplicationInfo, ApplicationType, LooseApplication, RunningApplication } from "./application_types.ts";

/** An application as the controller knows it. */
export interface Known {
  readonly spec: LooseApplication;
  readonly dependencies: () => readonly Known[];
  /** Of a library there is none. */
  readonly behaviour: ServerBehaviour | null;
}

/** One that runs. */
interface Running {
  readonly known: Known;
  readonly type: ApplicationType;
  /** Its process; of a library there is none. */
  readonly master: Process | null;
  /** Its end, once it was asked for. */
  stopping: Promise<void> | null;
}

/** How one is started. */
export interface StartInsideOptions {
  readonly type: ApplicationType;
  readonly args: readonly unknown[];
  readonly env: object;
}

/** The applications of one System: which are known, which run, and in which order they were started. */
export class ApplicationController {
  readonly #runtime: Runtime;
  readonly #loaded = new Map<string, Known>();
  readonly #env = new Map<string, object>();
  readonly #starting = new Map<string, Promise<void>>();
  readonly #running = new Map<string, Running>();
  #closing = false;

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
    runtime.beforeStop = () => this.#close();
  }

  /** Makes an application known. */
  load(known: Known, again = false): void {
    const { name } = known.spec;
    const present = this.#loaded.get(name);
    if (present === undefined) this.#loaded.set(name, known);
    else if (!again || present !== known) {
      throw new ApplicationError("load", { application: name, reason: { already_loaded: name } });
    }
  }

  /** Forgets an application and its settings. */
  unload({ spec: { name } }: Known): void {
    const reason = this.#running.has(name) || this.#starting.has(name) ? "running" : "not_loaded";
    if (reason === "running" || !this.#loaded.has(name)) {
      throw new ApplicationError("unload", { application: name, reason });
    }
    this.#loaded.delete(name);
    this.#env.delete(name);
  }

  isRunning(known: Known): boolean {
    return this.#running.get(known.spec.name)?.known === known;
  }

  isStarting(known: Known): boolean {
    return this.#starting.has(known.spec.name);
  }

  /** The top supervisor of a running application. */
  supervisor({ spec: { name } }: Known): Pid | undefined {
    return treeOf(this.#running.get(name)?.master);
  }

  /** Starts an application, or joins a start that is under way. */
  start(known: Known, options: StartInsideOptions): Promise<void> {
    const { name } = known.spec;
    if (this.#closing || this.#runtime.stopping) {
      throw new ArgumentError(`start the application "${name}"`, { rule: "the System runs, it is being stopped" });
    }
    this.load(known, true);
    const refuse = (reason: ExitReason) => {
      throw new ApplicationError("start", { application: name, reason });
    };
    if (this.#running.has(name)) refuse({ already_started: name });
    const underWay = this.#starting.get(name);
    if (underWay !== undefined) return underWay;
    const missing = known.dependencies().find((each) => !this.isRunning(each));
    if (missing !== undefined) refuse({ not_started: missing.spec.name });
    this.putEnv(known, options.env);
    const start = this.#start(known, options).finally(() => this.#starting.delete(name));
    this.#starting.set(name, start);
    return start;
  }

  /** Stops an application, or waits for an end that is under way. */
  stop(known: Known, by: Process | null): Promise<void> {
    const { name } = known.spec;
    const running = this.#running.get(name);
    const reason = running === undefined ? "not_started" : running.master === by && by !== null ? "calling_self" : null;
    if (reason !== null) throw new ApplicationError("stop", { application: name, reason });
    return this.#stop(running!, "normal");
  }

  /** The settings of an application. */
  env({ spec }: Known): object {
    return this.#env.get(spec.name) ?? spec.env ?? {};
  }

  /** Changes settings. */
  putEnv(known: Known, changes: object): void {
    if (Object.keys(changes).length > 0) {
      this.#env.set(known.spec.name, Object.freeze({ ...this.env(known), ...changes }));
    }
  }

  get loaded(): ApplicationInfo[] {
    return [...this.#loaded.values()].map(infoOf);
  }

  get running(): RunningApplication[] {
    return [...this.#running.values()].map(({ known, type, master }) => ({
      ...infoOf(known),
      type,
      supervisor: treeOf(master),
    }));
  }

  /** The application that a process belongs to. */
  of(process: Process): string | undefined {
    const masters = new Map([...this.#running].map(([name, { master }]) => [master?.pid, name]));
    const own = masters.get(process.pid);
    for (let each = process.parent; own === undefined && each !== null; each = each.before) {
      const name = masters.get(each.pid);
      if (name !== undefined) return name;
    }
    return own;
  }

  async #start(known: Known, { type, args }: StartInsideOptions): Promise<void> {
    const { spec: { name }, behaviour } = known;
    const runtime = this.#runtime;
    if (behaviour === null) return this.#began({ known, type, master: null, stopping: null });
    const given: MasterOptions = { env: () => this.env(known), args };
    const options = { parent: null, link: false, name: undefined, args: [given], timeoutMs: Infinity };
    const master = await startServer(runtime, behaviour, options);
    const failure = master instanceof StartFailure ? master.reason : master.exitReason;
    if (failure !== undefined) throw new ApplicationError("start", { application: name, reason: failure });
    const running: Running = { known, type, master: master as Process, stopping: null };
    watch(running.master!, { down: (_process, reason) => this.#ended(running, reason) });
    this.#began(running);
  }

  #began(running: Running): void {
    const { known: { spec: { name } }, type } = running;
    this.#running.set(name, running);
    const { events } = this.#runtime;
    const pid = treeOf(running.master);
    if (events.active) {
      events.emit({
        type: "application.started",
        application: name,
        permanence: type,
        ...(pid === undefined ? {} : { pid }),
      });
    }
  }

  #stop(running: Running, reason: ExitReason): Promise<void> {
    const { master } = running;
    if (running.stopping !== null) return running.stopping;
    const { promise, resolve } = Promise.withResolvers<void>();
    running.stopping = promise;
    if (master === null) {
      this.#ended(running, reason);
      resolve();
    } else {
      watch(master, { down: () => resolve() });
      signalExit(master, { from: ROOT_PID, reason, linked: false });
    }
    return promise;
  }

  #ended(running: Running, reason: ExitReason): void {
    const { known: { spec: { name } }, type } = running;
    this.#running.delete(name);
    const { events, reporter, system } = this.#runtime;
    if (events.active) events.emit({ type: "application.stopped", application: name, permanence: type, reason });
    if (running.stopping !== null || type === "temporary" || (type === "transient" && reason === "normal")) return;
    reporter.warn(`The ${type} application "${name}" ended with ${shortReason(reason)}: the System stops`);
    queueMicrotask(() => void system.stop().catch(() => {})); // a death is no place for it
  }

  /** The System stops: last started first, each gone before the next is asked. */
  async #close(): Promise<void> {
    this.#closing = true;
    while (this.#running.size > 0) await this.#stop([...this.#running.values()].at(-1)!, "shutdown");
  }
}

function treeOf(master: Process | null | undefined): Pid | undefined {
  return (master?.state as ApplicationMaster | null | undefined)?.tree;
}

function infoOf({ spec: { name, description = "", version = "" } }: Known): ApplicationInfo {
  return { name, description, version };
}

/** What the controllers know of each definition, and nobody else. */
export const knowledge: WeakMap<object, Known> = new WeakMap();

const controllers = new WeakMap<Runtime, ApplicationController>();

/** The controller of a System. */
export function controllerOf(host: Host): ApplicationController {
  const runtime = runtimeOf(host);
  let controller = controllers.get(runtime);
  if (controller === undefined) controllers.set(runtime, controller = new ApplicationController(runtime));
  return controller;
}
