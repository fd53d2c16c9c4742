/** What runs on the far side, in a worker or in a subprocess: a System that offers what a module exports. */
import { type Definition, startables } from "../behaviours/definition.ts";
import { die } from "../processes/exit.ts";
import { errorData, type ExitReason, reasonOf } from "../processes/exit_reason.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Logger } from "../processes/reporter.ts";
import { consoleLogger } from "../reports/console_logger.ts";
import { FairScheduler } from "../processes/scheduler.ts";
import { threadlessScheduler } from "../preemption/preemption.ts";
import { Session } from "../remote/session.ts";
import type { Transport } from "../remote/transport.ts";
import { System } from "../system.ts";

/** What the far side is told when it begins. */
export interface ServeOptions {
  /** Its name. */
  readonly node: string;
  /** The name of the side that started it. */
  readonly peer: string;
  /** How long one message, or one `init`, may take, in milliseconds; none for no limit. */
  readonly maxTurnMs?: number;
}

/** What is served; disposing of it ends it. */
export interface Served extends AsyncDisposable {
  /** The System here. */
  readonly system: System;
  /** The connection with the other side. */
  readonly connection: Session;
}

/** Serves a module over a transport. What could not be loaded is said to the other side. */
export async function serve(
  load: () => Promise<object>,
  options: ServeOptions & { readonly transport: Transport },
): Promise<Served> {
  const { node, peer, transport, maxTurnMs = Infinity } = options;
  const scheduler = maxTurnMs === Infinity ? new FairScheduler() : threadlessScheduler({ maxTurnMs });
  const system = new System({ scheduler, logger });
  const runtime = runtimeOf(system);
  const onError = (event: ErrorEvent) => {
    event.preventDefault(); // nobody can tell whose code it was: as in a program of its own, all of it ends
    const reason = reasonOf(event.error);
    for (const process of [...runtime.processes.values()]) die(process, reason);
  };
  globalThis.addEventListener("error", onError);
  let offers = {};
  let failure: ExitReason | undefined;
  try {
    offers = offersOf(await load());
  } catch (error) {
    failure = { module_not_loaded: error instanceof Error ? errorData(error) : String(error) };
  }
  const patient = { timeoutMs: Infinity, heartbeatMs: Infinity, silenceMs: Infinity, gateway: true };
  const connection = new Session(runtime, { node, peer, offers, transport, ...patient });
  if (failure !== undefined) connection.sayReason({ type: "bye", reason: failure });
  return {
    system,
    connection,
    async [Symbol.asyncDispose]() {
      globalThis.removeEventListener("error", onError);
      await connection.close();
      await system.stop();
    },
  };
}

/** The definitions among what a module exports. */
function offersOf(module: object): { readonly [name: string]: Definition<unknown, never> } {
  const exported = Object.entries(module).filter(([, value]) => typeof value === "object" && startables.has(value));
  return Object.fromEntries(exported) as { readonly [name: string]: Definition<unknown, never> };
}

/** What was started from the other side is reported there; the others here. */
const logger: Logger = {
  crash: (report) => report.pid === "<0.1.0>" || consoleLogger.crash(report),
  warn: (text) => consoleLogger.warn(text),
};
