import { checkBinding } from "@superlearner/arsenal";
import type { System } from "@superlearner/otp";
import { learner, type LearnerOptions } from "./learner.ts";
import { addressOf, type Settings, SettingsError } from "./settings.ts";

/** A running monitor. */
export interface ServedLearner extends AsyncDisposable {
  /** Where it is, as people type it. */
  readonly address: string;
  /** Ends streams, answers what is under way within two seconds, and stops listening. The System goes on. */
  stop(): Promise<void>;
}

/** How long a stop waits for requests: one whose body never comes would hold it for ever. */
const GRACE_MS = 2000;

/** What is served beside the settings of the command. */
export interface ServeLearnerOptions {
  /** Further settings of the API; see `LearnerOptions`. @default {{}} */
  readonly arsenal?: NonNullable<LearnerOptions["arsenal"]>;
}

/**
 * Serves the monitor of a System, and waits until its page really answers.
 *
 * @throws {SettingsError} If it may not or cannot listen there; the message says what to do.
 */
export async function serveLearner(
  system: System,
  settings: Settings,
  options: ServeLearnerOptions = {},
): Promise<ServedLearner> {
  const { hostname, port, token } = settings;
  try {
    checkBinding({ hostname, token });
  } catch (error) {
    const hint = "set SUPERLEARNER_TOKEN to at least 16 characters, or leave HOST alone";
    throw new SettingsError(`${error instanceof Error ? error.message.split(". ")[0] : error}: ${hint}`);
  }
  const app = learner({ system, token, arsenal: options.arsenal ?? {} });
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
    const { clock } = system;
    const late = Promise.withResolvers<void>();
    const alarm = clock.setAlarm(clock.now() + GRACE_MS, () => late.resolve());
    await Promise.race([server.shutdown(), late.promise]);
    alarm.cancel();
  };
  // Whoever opens the address is to see the page, not to wait for the client to be built.
  const page = await app.request(`${address}/supervisors`);
  await page.body?.cancel();
  return { address, stop, [Symbol.asyncDispose]: stop };
}

function reasonOf(error: unknown, { hostname, port }: Settings): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return `Cannot listen on port ${port}: another program does. Stop it, or choose another port: PORT=${
      port < 65_535 ? port + 1 : 4000
    }`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `Cannot listen on port ${port}: this user may not. Choose one above 1023: PORT=4000`;
  }
  const message = error instanceof Error ? error.message : String(error);
  return `Cannot listen on ${hostname}:${port}: HOST is an address of this machine, got ${message}`;
}
