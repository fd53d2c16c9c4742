import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "./codec.ts";
import { Outbox } from "./outbox.ts";

Deno.test("Outbox gives what was added as lines, and is empty then", () => {
  const outbox = new Outbox(100);
  outbox.add(["loaded"]);
  outbox.add(["line", "log", "x"]);
  assertEquals([outbox.take(), outbox.take()], ['["loaded"]\n["line","log","x"]', ""]);
});

Deno.test("Outbox: how long a message may be can be told later", () => {
  const outbox = new Outbox();
  outbox.add(["loaded"]);
  outbox.longest = 5;
  assertThrows(() => outbox.add(["loaded"]), RangeError, "at most 5 characters");
});

Deno.test("Outbox: what cannot be said leaves the rest as it was", () => {
  const outbox = new Outbox(100);
  outbox.add(["loaded"]);
  assertThrows(() => outbox.add(["done", 1, () => {}]), CodecError);
  assertEquals(outbox.take(), '["loaded"]');
});

Deno.test("Outbox: one message that is too long, or too many for a turn, and nothing else is said", () => {
  const outbox = new Outbox(20);
  assertThrows(() => outbox.add(["failed", "x".repeat(30)]), RangeError, "at most 20 characters");
  assertEquals(outbox.take(), '["over","messageBytes",43]');
  assertThrows(() => {
    for (;;) outbox.add(["loaded"]);
  }, RangeError);
  assertEquals(outbox.take().startsWith('["over","messageBytes",'), true);
});

Deno.test("Outbox says where one more of the longest might be too much", () => {
  const outbox = new Outbox(20);
  assertEquals(outbox.isCrowded, false);
  for (let n = 0; n < 13; n++) outbox.add(["loaded"]);
  assertEquals(outbox.isCrowded, true);
});
