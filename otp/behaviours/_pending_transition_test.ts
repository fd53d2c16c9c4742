import { assert, assertEquals, assertFalse } from "@std/assert";
import { CallbackSet } from "./_callback_set.ts";
import { PendingTransition, refused } from "./_pending_transition.ts";

const callbacks = new CallbackSet({ handleEvent: () => 1 }, null);
const before = { state: { name: "a" }, data: 1 };

Deno.test("PendingTransition: a state that holds the same is no change, and is entered only when that is asked for", () => {
  const same = new PendingTransition(before, { state: { name: "a" }, data: 2, enters: false });
  assertEquals([same.changes, same.enters], [false, false]);
  const repeated = new PendingTransition(before, { state: { name: "a" }, data: 2, enters: true });
  assertEquals([repeated.changes, repeated.enters], [false, true]);
  const other = new PendingTransition(before, { state: { name: "b" }, data: 2, enters: false });
  assertEquals([other.changes, other.enters], [true, true]);
  assert(other.staysIn({ kind: "next_state", state: { name: "b" } }));
  assertFalse(other.staysIn({ kind: "next_state", state: { name: "a" } }));
  assertFalse(other.staysIn({ kind: "ok", state: { name: "b" } }));
});

Deno.test("PendingTransition.add() collects actions, and says what is none", () => {
  const pending = new PendingTransition(before, { ...before, enters: false });
  const setting = { afterMs: 1 };
  assert(pending.add({ type: "postpone" }, callbacks));
  assert(pending.add({ type: "hibernate" }, callbacks));
  assert(pending.add({ type: "next_event", event: { type: "internal", kind: "i" } }, callbacks));
  assert(pending.add({ type: "state_timeout", name: "", setting }, callbacks));
  assertEquals([pending.postpones, pending.hibernates, pending.inserted?.empty], [true, true, false]);
  assertEquals(pending.timeouts, [{ type: "state_timeout", name: "", setting }]);
  for (const event of [null, 5, {}, { type: "odd" }]) {
    assertFalse(pending.add({ type: "next_event", event }, callbacks));
  }
  assertFalse(pending.add({ type: "odd" } as never, callbacks));
});

Deno.test("PendingTransition.add() stacks callbacks within one transition", () => {
  const pending = new PendingTransition(before, { ...before, enters: false });
  const other = { handleEvent: () => 2 };
  assertFalse(pending.add({ type: "pop_callbacks", callbacks: undefined }, callbacks));
  const next = new PendingTransition(before, { ...before, enters: false });
  assert(next.add({ type: "push_callbacks", callbacks: other }, callbacks));
  assertEquals(next.callbacksOr(callbacks).before, callbacks);
  assert(next.add({ type: "change_callbacks", callbacks: other }, callbacks));
  assertEquals(next.callbacksOr(callbacks).before, callbacks);
  assert(next.add({ type: "pop_callbacks", callbacks: undefined }, callbacks));
  assertEquals(next.callbacksOr(new CallbackSet(other, null)), callbacks);
});

Deno.test("refused(): what may not go with entering a state", () => {
  const types = ["postpone", "next_event", "push_callbacks", "reply", "state_timeout", "hibernate"];
  assertEquals(types.map((type) => refused({ type })), [true, true, true, false, false, false]);
});
