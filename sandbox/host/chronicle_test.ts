import { assertEquals } from "@std/assert";
import { System, type SystemEvent } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import { Chronicle } from "./chronicle.ts";
import { NOTHING_USED } from "./consumption.ts";

Deno.test("Chronicle keeps the last hundred, and tells each on the stream", async () => {
  await using system = new System();
  const chronicle = new Chronicle(system, { name: "cart", pid: () => "<0.7.0>" });
  for (let restarts = 1; restarts < 100; restarts++) chronicle.tell("sandbox.restarted", { restarts });
  const seen: SystemEvent[] = [];
  using _listening = system.events.subscribe((event) => void seen.push(event));
  chronicle.tell("sandbox.denied", { permission: "read", target: "/x" }, { result: "denied", detail: "read /x" });
  chronicle.tell("sandbox.stopped", {});
  const { entries } = chronicle;
  assertEquals([entries.length, entries[0]?.data, entries.at(-1)?.topic], [100, { restarts: 2 }, "sandbox.stopped"]);
  assertEquals(seen.map(({ sequence: _sequence, time: _time, ...event }) => event), [
    {
      type: "notice",
      topic: "sandbox.denied",
      about: "cart",
      result: "denied",
      detail: "read /x",
      pid: "<0.7.0>",
      data: { permission: "read", target: "/x" },
    },
    { type: "notice", topic: "sandbox.stopped", about: "cart", result: "ok", detail: "", pid: "<0.7.0>", data: {} },
  ]);
});

Deno.test("Chronicle has a line for the audit log for each, and for what came to nothing", async () => {
  await using system = new System();
  const lines: AuditEntry[] = [];
  const record = (entry: AuditEntry) => void lines.push(entry);
  const chronicle = new Chronicle(system, { name: "cart", pid: () => undefined, record });
  chronicle.tell("sandbox.stopped", {}, { by: "emma" });
  chronicle.tell("sandbox.destroyed", {});
  chronicle.refused("sandbox.start", { by: "eve", error: new Error("no") });
  assertEquals(lines, [
    { who: "emma", what: "sandbox.stop", target: "cart", result: "ok" },
    { who: "host", what: "sandbox.destroy", target: "cart", result: "ok" },
    { who: "eve", what: "sandbox.start", target: "cart", result: "failed", detail: "no" },
  ]);
});

Deno.test("Chronicle tells what is used once a second at most, and only where somebody listens", async () => {
  await using system = new System();
  const chronicle = new Chronicle(system, { name: "cart", pid: () => undefined });
  chronicle.measured(NOTHING_USED);
  const seen: SystemEvent[] = [];
  using _listening = system.events.subscribe((event) => void seen.push(event));
  chronicle.measured({ ...NOTHING_USED, messages: { from: 3, to: 4 } });
  chronicle.measured(NOTHING_USED);
  assertEquals(seen.map((event) => event.type === "measured" && event.values["messagesFrom"]), [3]);
});
