import { assertEquals } from "@std/assert";
import { isSandboxEvent, isSandboxMeasured } from "./sandbox_events.ts";

const notice = { type: "notice", about: "cart", result: "ok", detail: "" } as const;

Deno.test("isSandboxEvent() and isSandboxMeasured(): what is no event is about no sandbox", () => {
  for (const none of [null, undefined, 5, "x", {}] as never[]) {
    assertEquals([isSandboxEvent(none), isSandboxMeasured(none)], [false, false]);
  }
});

Deno.test("isSandboxEvent() is true for notices of topics that there are, and nothing else", () => {
  assertEquals(isSandboxEvent({ ...notice, topic: "sandbox.reloaded", data: { version: 2 } }), true);
  assertEquals(isSandboxEvent({ ...notice, topic: "sandbox.constructor" }), false);
  assertEquals(isSandboxEvent({ ...notice, topic: "plugin.off" }), false);
  assertEquals(isSandboxEvent({ type: "trace.started", pid: "<0.1.0>" }), false);
});

Deno.test("isSandboxMeasured() is true for figures of sandboxes", () => {
  const measured = { type: "measured", about: "cart", values: {} } as const;
  assertEquals(isSandboxMeasured({ ...measured, topic: "sandbox" }), true);
  assertEquals(isSandboxMeasured({ ...measured, topic: "disk" }), false);
});
