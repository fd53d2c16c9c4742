import { assertEquals } from "@std/assert";
import { Redaction } from "@superlearner/otp";
import { eventRow, reasonView } from "./event_view.ts";

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
