import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, type Pid } from "../mod.ts";
import { ask, cancel, isStageMessage, type StageMessage, type StageSubscription } from "./protocol.ts";

const subscription: StageSubscription = { ref: "#Ref<0.7>", producer: "<0.1.0>", consumer: "<0.2.0>" };

function sender(): { sent: [Pid, StageMessage][]; send(to: Pid, message: StageMessage): void } {
  const sent: [Pid, StageMessage][] = [];
  return { sent, send: (to, message) => void sent.push([to, message]) };
}

Deno.test("ask() and cancel() are plain messages to the producer", () => {
  const from = sender();
  ask(from, subscription, { count: 3 });
  cancel(from, subscription);
  cancel(from, subscription, { reason: { shutdown: "lunch" } });
  assertEquals(from.sent, [
    ["<0.1.0>", { $stage: "ask", ref: "#Ref<0.7>", count: 3 }],
    ["<0.1.0>", { $stage: "cancel", ref: "#Ref<0.7>", reason: "normal" }],
    ["<0.1.0>", { $stage: "cancel", ref: "#Ref<0.7>", reason: { shutdown: "lunch" } }],
  ]);
  assertEquals(from.sent.every(([, message]) => isStageMessage(structuredClone(message))), true);
});

Deno.test("ask() refuses a count that is none", () => {
  for (const count of [0, -1, 1.5, NaN, Infinity, "3" as unknown as number]) {
    assertThrows(() => ask(sender(), subscription, { count }), ArgumentError, "count is a whole number from 1 up");
  }
});

Deno.test("isStageMessage() knows ours from others", () => {
  assertEquals([null, 1, "x", {}, { type: "DOWN" }].map(isStageMessage), [false, false, false, false, false]);
});
