import { checkBinding } from "@superlearner/arsenal";
import type { System } from "@superlearner/otp";
import { learner } from "./learner.ts";
import { addressOf, type Settings, SettingsError } from "./settings.ts";

/** A running monitor. */
export interface ServedLearner extends AsyncDisposable {
  /** Where it is, as people type it. */
  readonly address: string;
  /** Ends streams, answers what is under way, and stops listening. The System goes on. */
  stop(): Promise<void>;
}

/**
 * Serves the monitor of a System, and waits until its page really answers.
 *
 * @throws {SettingsError} If it may not or cannot listen there; the message says what to do.
 */
export async function serveLearner(system: System, settings: Settings): Promise<ServedLearner> {
  const { hostname, port, token } = settings;
  try {
    checkBinding({ hostname, token });
  } catch (error) {
    const hint = "set SUPERLEARNER_TOKEN to at least 16 characters, or leave HOST alone";
    throw new SettingsError(`${error instanceof Error ? error.message.split(". ")[0] : error}: ${hint}`);
  }
  const app = learner({ system, token });
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve({ hostname, port, onListen() {} }, app.fetch);
  } catch (error) {
    app.close();
    throw new SettingsError(reasonOf(error, settings));
  }
  const address = addressOf(hostname, server.addr.port);
  const stop = async () => {
    app.close();
    await server.shutdown();
  };
  // Whoever opens the address is to see the page, not to wait for the client to be built.
  const page = await app.request(`${address}/supervisors`);
  await page.body?.cancel();
  return { address, stop, [Symbol.asyncDispose]: stop };
}

function reasonOf(error: unknown, { hostname, port }: Settings): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `Cannot listen on port ${port}: another program does. Stop it, or choose another port: PORT=${port + 1}`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `Cannot listen on port ${port}: this user may not. Choose one above 1023: PORT=4000`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `Cannot listen on ${hostname}:${port}: HOST is an address of this machine, got ${message}`;
}
