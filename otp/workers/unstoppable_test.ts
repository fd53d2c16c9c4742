import { assertEquals } from "@std/assert";
import type { SystemEvent } from "../events/event.ts";
import { System } from "../system.ts";
import { noteUnstoppable, unstoppableWorkers } from "./unstoppable.ts";

Deno.test("noteUnstoppable() counts, tells and warns, for each System by itself", async () => {
  const warned: string[] = [];
  await using system = new System({ logger: { crash() {}, warn: (text) => void warned.push(text) } });
  await using other = new System();
  const seen: SystemEvent[] = [];
  using _listening = system.events.subscribe((event) => void seen.push(event));
  const worker = { pid: "<cart.1.0>", node: "cart", waitedMs: 7, what: "the sandbox cart" } as const;
  noteUnstoppable(system, worker);
  noteUnstoppable(system, worker);
  assertEquals([unstoppableWorkers(system), unstoppableWorkers(other)], [2, 0]);
  assertEquals(
    seen.map((event) => event.type === "worker.unstoppable" && [event.node, event.waitedMs, event.unstoppable]),
    [["cart", 7, 1], ["cart", 7, 2]],
  );
  const text = "The thread of <cart.1.0> (the sandbox cart) goes on after it was ended, and cannot be stopped";
  assertEquals(warned, [text, text]);
});
