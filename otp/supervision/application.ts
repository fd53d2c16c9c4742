import { ServerBehaviour } from "../behaviours/gen_server_loop.ts";
import { ArgumentError } from "../processes/errors.ts";
import { type Host, ownerOf, runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { ProcessName } from "../processes/via.ts";
import { controllerOf, knowledge, type Known } from "./_application_controller.ts";
import { masterServer } from "./_application_master.ts";
import { checkApplication, checkStartOptions } from "./_check_application.ts";
import { ensureAllStarted } from "./_ensure_all_started.ts";
import type {
  AnyApplication,
  ApplicationInfo,
  ApplicationSpec,
  ApplicationStartArguments,
  ApplicationType,
  LooseApplication,
  RunningApplication,
  StartPhase,
} from "./application_types.ts";

/** An application that can be started: what {@linkcode Application} `define` gives. */
export class ApplicationDefinition<out Env extends object, in Args extends readonly unknown[]> {
  /** Its name. */
  readonly name: string;
  /** For people. */
  readonly description: string;
  /** For people. */
  readonly version: string;
  /** The settings it begins with. */
  readonly defaults: Readonly<Env>;

  /** @internal */
  constructor(spec: ApplicationSpec<Env, Args, never, readonly StartPhase[]>) {
    const loose = spec as unknown as LooseApplication;
    checkApplication(loose);
    this.name = loose.name;
    this.description = loose.description ?? "";
    this.version = loose.version ?? "";
    this.defaults = Object.freeze({ ...loose.env }) as Readonly<Env>;
    const { dependencies = [] } = loose;
    knowledge.set(this, {
      spec: { ...loose, env: this.defaults },
      dependencies: () => {
        const list: unknown = typeof dependencies === "function" ? dependencies() : dependencies;
        if (Array.isArray(list)) return list.map(knownOf);
        throw new ArgumentError(`start the application "${this.name}"`, {
          rule: "the function of its dependencies gives a list of applications",
          value: list,
        });
      },
      behaviour: loose.start === undefined ? null : new ServerBehaviour("Application", masterServer(loose)),
    });
  }
}

/**
 * A part of a program that is started and stopped as a whole: a supervision tree, with its name, what it depends on, its
 * settings, and what is done around its start and stop. Erlang's `application`.
 *
 * Take one where a System runs several parts that need each other in an order, where a part has settings of its own, or
 * where something has to be done before the tree goes down or after it is gone. A program of one tree needs none:
 * `system.start` does.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Application, GenServer, Supervisor, System } from "@superlearner/otp";
 *
 * const Shelf = GenServer.define({ name: "Shelf", init: (size: number) => size, calls: { size: (size) => [size, size] } });
 * const Tree = Supervisor.define({ children: (size: number) => [Shelf.child({ args: [size], name: "shelf" })] });
 * const log: string[] = [];
 *
 * const Store = Application.define({
 *   name: "store",
 *   env: { size: 10 },
 *   start: (app) => ({ tree: Tree.child({ args: [app.env.size] }), state: "open" }),
 *   prepStop: (state) => (log.push(state), "closed"),
 *   stop: (state) => log.push(state),
 * });
 * const Shop = Application.define({
 *   name: "shop",
 *   dependencies: [Store],
 *   start: () => Supervisor.define({ name: "Shop" }).child(),
 *   startPhases: [["greet", "hello"]],
 *   startPhase: (phase, text) => log.push(`${phase}: ${text}`),
 * });
 *
 * const system = new System();
 * Application.putEnv(system, Store, { size: 20 });
 * assertEquals(await Application.ensureAllStarted(system, Shop), ["store", "shop"]);
 * assertEquals(await system.whereis(Shelf, "shelf").call("size"), 20);
 * assertEquals(Application.getApplication(system, "shelf"), "store");
 * await system.stop(); // shop first, then store
 * assertEquals(log, ["greet: hello", "open", "closed"]);
 * ```
 *
 * **A start** runs `start`, then the whole tree, then the phases in their order; it is done when all of that is. Where any
 * of it fails, the tree is shut down again, and neither `prepStop` nor `stop` runs.
 *
 * **An end** is: `prepStop`, the tree in reverse order of its start, `stop`, and then whatever else was started from
 * within is killed. It comes when the application is stopped, when the System is (last started first), and when its top
 * supervisor dies; then that supervisor's reason is the application's. A hook that throws is told to the logger, and the end
 * goes on. `type` says what an end that nobody asked for means for the others.
 *
 * **Settings** are read by `Application.getEnv(self, Shop)` from any handler. They belong to a System: two Systems in one program have their own of the same application. They outlive a stop,
 * and go with `unload`.
 *
 * Limits: an application's own process, from which all of it comes, has no supervisor; killed (`"kill"`), it runs no hook,
 * and its tree goes down by itself. There are no included applications and no take-over by another node.
 */
export const Application: {
  /** Defines an application. Settings, arguments, state and phases are inferred, and hold wherever it is used. */
  define<
    Env extends object = Record<never, never>,
    Args extends readonly unknown[] = [],
    State = undefined,
    const Phases extends readonly StartPhase[] = [],
  >(spec: ApplicationSpec<Env, Args, State, Phases>): ApplicationDefinition<Env, Args>;
  /**
   * Starts an application: done when its tree is up and all phases are taken. Where a start is under way, it is joined.
   *
   * @throws {ApplicationError} If it runs already, a dependency does not, or its start fails.
   * @throws {ArgumentError} If the System is being stopped, or an option is none.
   */
  start<Env extends object, Args extends readonly unknown[]>(
    host: Host,
    application: ApplicationDefinition<Env, Args>,
    ...options: ApplicationStartArguments<NoInfer<Env>, NoInfer<Args>>
  ): Promise<void>;
  /** As `start`, but one that runs already is in order. */
  ensureStarted<Env extends object, Args extends readonly unknown[]>(
    host: Host,
    application: ApplicationDefinition<Env, Args>,
    ...options: ApplicationStartArguments<NoInfer<Env>, NoInfer<Args>>
  ): Promise<void>;
  /**
   * Starts applications with all they depend on, dependencies first, and lists what it started, in order. Where one fails,
   * those it started are stopped again.
   *
   * @throws {ApplicationError} If one fails, or they depend on each other in a circle.
   */
  ensureAllStarted(
    host: Host,
    applications: AnyApplication | readonly AnyApplication[],
    options?: { type?: ApplicationType },
  ): Promise<string[]>;
  /**
   * Stops an application: `prepStop`, its tree, `stop`, and whatever else it has started. It stays loaded, and no other one
   * is touched, whatever its type.
   *
   * @throws {ApplicationError} `"not_started"`.
   */
  stop(host: Host, application: ApplicationDefinition<object, never>): Promise<void>;
  /** Makes an application known without starting it. @throws {ApplicationError} If one of that name is. */
  load(host: Host, application: ApplicationDefinition<object, never>): void;
  /** As `load`, but one that is known already is in order. @throws {ApplicationError} If another one has its name. */
  ensureLoaded(host: Host, application: ApplicationDefinition<object, never>): void;
  /** Forgets an application that does not run, and its settings. @throws {ApplicationError} `"running"`, `"not_loaded"`. */
  unload(host: Host, application: ApplicationDefinition<object, never>): void;
  /** The settings of an application, as they are now: the defaults, and over them what was put. */
  getEnv<Env extends object>(host: Host, application: ApplicationDefinition<Env, never>): Readonly<Env>;
  /** Changes settings, also of one that runs; who has read them before does not hear of it. */
  putEnv<Env extends object>(
    host: Host,
    application: ApplicationDefinition<Env, never>,
    changes: NoInfer<Partial<Env>>,
  ): void;
  /** Those that run, in the order they were started. */
  whichApplications(host: Host): RunningApplication[];
  /** Those that are known, in the order they became so. */
  loadedApplications(host: Host): ApplicationInfo[];
  /** The name of the application that a process belongs to, being started by it; `undefined` if there is none. */
  getApplication(host: Host, to: Pid | ProcessName): string | undefined;
  /** The top supervisor of a running application. */
  getSupervisor(host: Host, application: ApplicationDefinition<object, never>): Pid | undefined;
} = {
  define: (spec) => new ApplicationDefinition(spec as never),
  start: async (host, application, ...[options = {}]) => {
    const known = knownOf(application);
    await controllerOf(host).start(known, checkStartOptions(application.name, options));
  },
  ensureStarted: async (host, application, ...[options = {}]) => {
    const known = knownOf(application);
    const checked = checkStartOptions(application.name, options);
    if (!controllerOf(host).isRunning(known)) await controllerOf(host).start(known, checked);
  },
  ensureAllStarted: async (host, applications, options = {}) => {
    const list = Array.isArray(applications) ? applications : [applications];
    const { type } = checkStartOptions("ensureAllStarted", options);
    return await ensureAllStarted(controllerOf(host), list.map(knownOf), type);
  },
  stop: async (host, application) => await controllerOf(host).stop(knownOf(application), ownerOf(host)),
  load: (host, application) => controllerOf(host).load(knownOf(application)),
  ensureLoaded: (host, application) => controllerOf(host).load(knownOf(application), true),
  unload: (host, application) => controllerOf(host).unload(knownOf(application)),
  getEnv: <Env extends object>(host: Host, application: ApplicationDefinition<Env, never>) =>
    controllerOf(host).env(knownOf(application)) as Readonly<Env>,
  putEnv: (host, application, changes) => {
    if (typeof changes !== "object" || changes === null || Array.isArray(changes)) {
      throw new ArgumentError("put settings", { rule: "they are an object", value: changes });
    }
    controllerOf(host).putEnv(knownOf(application), changes);
  },
  whichApplications: (host) => controllerOf(host).running,
  loadedApplications: (host) => controllerOf(host).loaded,
  getApplication: (host, to) => {
    const process = runtimeOf(host).find(to);
    return process === null ? undefined : controllerOf(host).of(process);
  },
  getSupervisor: (host, application) => controllerOf(host).supervisor(knownOf(application)),
};

function knownOf(application: unknown): Known {
  const known = typeof application === "object" && application !== null ? knowledge.get(application) : undefined;
  if (known !== undefined) return known;
  throw new ArgumentError("use an application", { rule: "it is what Application.define gives", value: application });
}
