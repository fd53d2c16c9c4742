import type { Pid, System } from "@superlearner/otp";
import { Chat } from "./chat.ts";
import { Reception } from "./reception.ts";

/** How the chat is kept. */
export interface KeepChatOptions {
  /** How long nothing is there after its root has ended, so that it is seen. @default {3000} */
  readonly pauseMs?: number;
  /** Is told when the root has ended, and why. */
  readonly onEnd: (text: string) => void;
}

/** The name of the chat's root supervisor. */
export const CHAT_NAME = "chat";

/**
 * Starts the chat, waits until its rooms are open, and starts it again each time its root supervisor has ended: what whoever runs a node does, since nobody
 * in the node is above the root. Ends when it is disposed of; the chat goes on.
 */
export async function keepChat(system: System, options: KeepChatOptions): Promise<Disposable> {
  const { pauseMs = 3000, onEnd } = options;
  let pid: Pid | undefined;
  let gaveUp = false;
  let alarm: { cancel(): void } | undefined;
  const start = async () => void (pid = (await system.start(Chat, { name: CHAT_NAME })).pid);
  const startLater = () => {
    alarm = system.clock.setAlarm(system.now() + pauseMs, () => void start().catch(startLater));
  };
  await start();
  const subscription = system.events.subscribe((event) => {
    if (event.type === "supervisor.gave_up") gaveUp = event.pid === pid;
    if (event.type !== "process.exited" || event.pid !== pid) return;
    const why = gaveUp ? "had to restart too often and gave up" : "was ended from outside";
    onEnd(`The root supervisor ${pid} ${why}. Nobody is above it, so the chat is started anew in ${pauseMs / 1000} s`);
    gaveUp = false;
    startLater();
  }, { types: ["supervisor.gave_up", "process.exited"] });
  // The reception opens the rooms before it answers. Where it fails, its supervisor sees to that, as at any other time.
  await Reception.at(system, "reception").call("figures").catch(() => {});
  return {
    [Symbol.dispose]: () => {
      subscription[Symbol.dispose]();
      alarm?.cancel();
    },
  };
}
