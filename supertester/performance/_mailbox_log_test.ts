import { assertEquals } from "@std/assert";
import type { EventBody, EventStamp, Pid, SystemEvent } from "@superlearner/otp";
import { MailboxLog } from "./_mailbox_log.ts";

const PID: Pid = "<0.2.0>";
const at = (
  time: number,
  body: EventBody,
): SystemEvent => ({ ...body, time, sequence: time } as EventBody & EventStamp);
const come = (time: number, message: unknown, mailbox: number) =>
  at(time, { type: "message.received", pid: PID, form: "cast", kind: "note", message, mailbox });
const go = (time: number, message: unknown) =>
  at(time, { type: "message.taken", pid: PID, form: "cast", kind: "note", message });

Deno.test("MailboxLog: peak, mean over the time and longest wait", () => {
  const log = new MailboxLog(PID, { now: 0, waiting: [] });
  for (const event of [come(10, "a", 1), come(10, "b", 2), go(20, "a"), go(50, "b")]) log.tell(event);
  assertEquals(log.end(100), (10 * 2 + 30 * 1) / 100);
  assertEquals([log.peak, log.longestWaitMs, log.received, log.taken, log.length], [2, 40, 2, 2, 0]);
});

Deno.test("MailboxLog: what waits before and after counts for as long as it is seen", () => {
  const log = new MailboxLog(PID, { now: 100, waiting: [{ form: "cast", kind: "note", message: "a" }] });
  log.tell(come(110, "b", 2));
  assertEquals(log.end(150), (10 * 1 + 40 * 2) / 50);
  assertEquals([log.peak, log.longestWaitMs, log.length], [2, 50, 2]);
});

Deno.test("MailboxLog: a full mailbox that drops its oldest never holds more than it does", () => {
  const log = new MailboxLog(PID, { now: 0, waiting: [] });
  for (let each = 1; each <= 5; each++) log.tell(come(each, each, Math.min(each, 2)));
  assertEquals([log.peak, log.length, log.received], [2, 2, 5]);
  log.tell(go(10, 4));
  assertEquals(log.longestWaitMs, 6);
});

Deno.test("MailboxLog: death ends it, and tells what was not taken", () => {
  const log = new MailboxLog(PID, { now: 0, waiting: [] });
  for (const event of [come(1, "a", 1), come(2, "b", 2), go(3, "a")]) log.tell(event);
  log.tell(at(9, { type: "process.exited", pid: PID, reason: "kill", name: undefined } as unknown as EventBody));
  log.tell(come(10, "c", 1));
  assertEquals(log.died, { reason: "kill", afterMs: 9, unhandled: 1 });
  assertEquals(log.end(18), (1 * 1 + 1 * 2 + 6 * 1) / 18);
  assertEquals([log.longestWaitMs, log.received], [7, 2]);
});

Deno.test("MailboxLog: others' events are not its own, and no time is no mean", () => {
  const log = new MailboxLog(PID, { now: 5, waiting: [] });
  log.tell(at(5, { type: "message.received", pid: "<0.9.0>", form: "info", message: 1, mailbox: 9 }));
  log.tell(come(5, "a", 1));
  assertEquals([log.peak, log.end(5)], [1, 1]);
});
