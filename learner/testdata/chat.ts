import { Simulation } from "@superlearner/otp/simulation";
import { Chat } from "../demo/chat.ts";

/** The chat in virtual time. Without its traffic nothing happens in it but what a test does. */
export async function chat(options: { seed?: number; traffic?: boolean } = {}): Promise<Simulation> {
  const { seed = 1, traffic = false } = options;
  const simulation = new Simulation({ seed, messages: "share" });
  const root = await simulation.system.start(Chat, { name: "chat" });
  if (!traffic) {
    await root.terminateChild("traffic");
    await root.deleteChild("traffic");
  }
  await simulation.settle();
  return simulation;
}
