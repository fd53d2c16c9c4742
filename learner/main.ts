/**
 * The command: a supervised chat application under traffic, with its monitor and its API.
 *
 * ```sh
 * deno task start              # http://localhost:4000
 * PORT=4321 deno task start    # another port
 * ```
 *
 * A handler of the chat that never comes back is stopped after 100 ms; the monitor can make one spin.
 *
 * `HOST` other than this machine needs `SUPERLEARNER_TOKEN`, which the monitor then asks for. Ctrl-C shuts the tree down in
 * order. When the chat's root supervisor has ended, because it gave up or was killed, a line says so, and the chat is
 * started again three seconds later.
 *
 * @module
 */

import { silentLogger, System } from "@superlearner/otp";
import { preemptiveScheduler } from "@superlearner/otp/preemption";
import { CHAT_NAME, keepChat } from "./demo/keep_chat.ts";
import { serveLearner } from "./server/serve.ts";
import { readSettings, SettingsError } from "./server/settings.ts";

async function main(): Promise<void> {
  // The crashes of the chat are there to be watched in the monitor, not to be read here.
  const system = new System({ scheduler: preemptiveScheduler(), logger: silentLogger });
  const stopped = Promise.withResolvers<void>();
  const signals = Deno.build.os === "windows" ? ["SIGINT", "SIGBREAK"] as const : ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) Deno.addSignalListener(signal, () => stopped.resolve());
  const settings = readSettings((name) => Deno.env.get(name));
  const server = await serveLearner(system, settings, { arsenal: { expected: [CHAT_NAME] } });
  using kept = await keepChat(system, { onEnd: (text) => console.error(text) });
  console.log(`SuperLearner is ready: ${server.address}`);
  await stopped.promise;
  kept[Symbol.dispose](); // first: a chat that is stopped is not to be started again
  await server.stop();
  await system.stop();
}

if (import.meta.main) {
  try {
    await main();
    Deno.exit(0);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}
