import { assertEquals } from "@std/assert";
import type { LifecycleEvent } from "../sources/source.ts";
import { FakeSource } from "../testdata/fake_source.ts";
import { office, pid } from "../testdata/nodes.ts";
import { eventLine } from "./_event_lines.ts";
import { HistoryModel } from "./history_model.ts";

Deno.test("eventLine - puts overload, code, applications, nodes and workers into words", () => {
  const source = new FakeSource([office()]);
  using history = new HistoryModel(source);
  const anna = pid(2);
  source.tell({ type: "mailbox.overloaded", pid: anna, maxMailbox: 5, overload: "drop_oldest" });
  source.tell({ type: "mailbox.relieved", pid: anna, dropped: 12, durationMs: 1234 });
  source.tell({ type: "code.changed", pid: anna, module: "Clerk", version: 2 });
  source.tell({ type: "code.changed", pid: anna, module: "Clerk" });
  source.tell({ type: "worker.unstoppable", pid: anna, node: "w", waitedMs: 1000, unstoppable: 1 });
  source.tell({ type: "application.started", application: "shop", permanence: "permanent", pid: pid(1) });
  source.tell({ type: "application.stopped", application: "shop", permanence: "permanent", reason: "normal" });
  source.tell({ type: "application.stopped", application: "shop", permanence: "permanent", reason: "killed" });
  source.tell({ type: "node.up", node: "eu", kind: "websocket" });
  source.tell({ type: "node.down", node: "eu", kind: "websocket", reason: "silence" });
  const notice = { type: "notice", about: "cart" } as const;
  source.tell({ ...notice, topic: "sandbox.started", result: "ok", detail: "" });
  source.tell({ ...notice, topic: "sandbox.limit", result: "failed", detail: "turnMs is 50", pid: anna });
  source.tell({ ...notice, topic: "sandbox.denied", result: "denied", detail: "read /etc/passwd", pid: pid(99) });
  source.tell({ ...notice, topic: "sandbox.rolled_back", result: "ok", detail: "" });
  source.tell({ ...notice, topic: "sandbox.stopped", result: "ok", detail: "" });
  const lines = history.entries.value.toReversed().map(({ kind, who, why, crashed, place }) => [
    `${kind} ${who}: ${why}`,
    crashed,
    place,
  ]);
  assertEquals(lines, [
    ["overloaded anna: overloaded: 5 messages wait, the oldest are dropped", false, "office/anna"],
    ["relieved anna: relieved after 1.2 s, 12 lost", false, "office/anna"],
    ["changed anna: runs Clerk, version 2 from now on", false, "office/anna"],
    ["changed anna: runs Clerk from now on", false, "office/anna"],
    ["stuck anna: its worker cannot be stopped: a core stays busy", true, "office/anna"],
    ["began shop: application started, permanent", false, undefined],
    ["ended shop: application stopped: normal", false, undefined],
    ["ended shop: application stopped: killed", true, undefined],
    ["began eu: node up, by websocket", false, undefined],
    ["ended eu: node down: silence", true, undefined],
    ["changed cart: sandbox started", false, undefined],
    ["failed cart: sandbox limit: turnMs is 50", true, "office/anna"],
    ["denied cart: sandbox denied: read /etc/passwd", false, undefined],
    ["changed cart: sandbox rolled back", false, undefined],
    ["ended cart: sandbox stopped", false, undefined],
  ]);
});

Deno.test("eventLine - says nothing of the node of one process, nor of what it does not know", () => {
  const stamp = { sequence: 1, time: 0 };
  const events = [
    { type: "node.up", ...stamp, node: "primes-1", kind: "worker" },
    { type: "node.down", ...stamp, node: "primes-1", kind: "process", reason: "silence" },
    { type: "node.down", ...stamp, node: "cart", kind: "sandbox", reason: "noconnection" },
    { type: "process.started", ...stamp, pid: pid(2), parent: pid(1), behaviour: "GenServer", module: "Clerk" },
    { type: "of.tomorrow", ...stamp, pid: pid(2) } as unknown as LifecycleEvent,
  ] as const;
  assertEquals(events.map((event) => eventLine(event)), Array(events.length).fill(undefined));
  const source = new FakeSource([office()]);
  using history = new HistoryModel(source);
  source.listeners.event(events[4]);
  assertEquals(history.entries.value, []);
});
