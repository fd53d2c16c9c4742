import { assertEquals } from "@std/assert";
import { Redaction } from "@superlearner/otp";
import { eventRow, reasonView, stateField } from "./event_view.ts";

const redaction = new Redaction();

Deno.test("eventRow() is in snake_case, bounded and without secrets", () => {
  const row = eventRow({
    type: "message.received",
    sequence: 3,
    time: 7,
    pid: "<0.1.0>",
    form: "cast",
    kind: "login",
    message: { password: "p", n: 1n },
    mailbox: 1,
  }, redaction);
  assertEquals(row, {
    type: "message.received",
    sequence: 3,
    time: 7,
    pid: "<0.1.0>",
    form: "cast",
    kind: "login",
    message: { password: "[redacted]", n: { $bigint: "1" } },
    mailbox: 1,
  });
});

Deno.test("case 10: eventRow() says what JSON cannot say, ends at a cycle, and runs nobody's code", () => {
  const message: Record<string, unknown> = {
    big: 1n,
    get bomb(): never {
      throw new Error("run");
    },
  };
  message["self"] = message;
  const row = eventRow({ type: "message.unhandled", sequence: 1, time: 0, pid: "<0.1.0>", message }, redaction);
  assertEquals(row["message"], { big: { $bigint: "1" }, bomb: { $getter: true }, self: { $circular: "." } });
});

Deno.test("eventRow() keeps the stack of a crash inside", () => {
  const reason = { error: { name: "TypeError", message: "no", stack: "at file.ts" } };
  const row = eventRow(
    { type: "child.failed", sequence: 1, time: 0, pid: "<0.1.0>", child: "a", reason },
    redaction,
  );
  assertEquals(row["reason"], { error: { name: "TypeError", message: "no" } });
});

Deno.test("reasonView() shows any reason", () => {
  assertEquals(reasonView("killed", redaction), "killed");
  assertEquals(reasonView({ shutdown: { token: "t" } }, redaction), { shutdown: { token: "[redacted]" } });
});

Deno.test("eventRow() hides the value of a Registry under a key that would hide a field", () => {
  const entry = (key: unknown) =>
    eventRow(
      { type: "registry.registered", sequence: 1, time: 0, pid: "<0.2.0>", registry: "<0.1.0>", key, value: "v" },
      redaction,
    )["value"];
  assertEquals([entry("room"), entry("api_token"), entry(["ada", "password"]), entry(7)], [
    "v",
    "[redacted]",
    "[redacted]",
    "v",
  ]);
});

Deno.test("eventRow() tells the events of overload, nodes, workers, code and applications in snake_case", () => {
  const stamp = { sequence: 1, time: 0 };
  const pid = "<0.2.0>" as const;
  const rows = [
    eventRow({ type: "mailbox.overloaded", ...stamp, pid, maxMailbox: 3, overload: "reject" }, redaction),
    eventRow({ type: "mailbox.relieved", ...stamp, pid, dropped: 2, durationMs: 5 }, redaction),
    eventRow({ type: "worker.unstoppable", ...stamp, pid, node: "w", waitedMs: 9, unstoppable: 1 }, redaction),
    eventRow({ type: "code.changed", ...stamp, pid, module: "M", version: 2 }, redaction),
    eventRow({
      type: "node.down",
      ...stamp,
      node: "w",
      kind: "worker",
      reason: { error: { name: "Error", message: "token=abc12345", stack: "at secret.ts" } },
    }, redaction),
    eventRow({
      type: "application.stopped",
      ...stamp,
      application: "shop",
      permanence: "temporary",
      reason: { shutdown: { password: "p" } },
    }, redaction),
  ];
  assertEquals(rows.map(({ type: _type, sequence: _sequence, time: _time, ...fields }) => fields), [
    { pid, max_mailbox: 3, overload: "reject" },
    { pid, dropped: 2, duration_ms: 5 },
    { pid, node: "w", waited_ms: 9, unstoppable: 1 },
    { pid, module: "M", version: 2 },
    { node: "w", kind: "worker", reason: { error: { name: "Error", message: "token=[redacted]" } } },
    { application: "shop", permanence: "temporary", reason: { shutdown: { password: "[redacted]" } } },
  ]);
});

Deno.test("stateField() names what is a state in an event", () => {
  assertEquals(["message.handled", "registry.unregistered", "message.taken"].map((type) => stateField({ type })), [
    "state",
    "value",
    undefined,
  ]);
});
