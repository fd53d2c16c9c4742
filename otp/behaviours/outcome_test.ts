import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { GenServer } from "./gen_server.ts";
import { ignore, noreply, ok, Outcome, reply, stop } from "./outcome.ts";

Deno.test("GenServer.ok() and the others make an Outcome with exactly what they were given", () => {
  const parts = ({ kind, state, hasState, reply, replies, reason, options }: Outcome<unknown, unknown>) => //
  ({ kind, state, hasState, reply, replies, reason, options });
  const base = { state: undefined, hasState: false, reply: undefined, replies: false, reason: undefined, options: {} };
  assertEquals(parts(ok(1)), { ...base, kind: "ok", state: 1, hasState: true });
  assertEquals(parts(noreply(1, { timeoutMs: 5 })), {
    ...base,
    kind: "ok",
    state: 1,
    hasState: true,
    options: { timeoutMs: 5 },
  });
  assertEquals(parts(reply("r", 1)), { ...base, kind: "reply", state: 1, hasState: true, reply: "r", replies: true });
  assertEquals(parts(reply(undefined, 1)).replies, true);
  assertEquals(parts(stop("done")), { ...base, kind: "stop", reason: "done" });
  assertEquals(parts(stop("done", undefined)), { ...base, kind: "stop", reason: "done", hasState: true });
  assertEquals(parts(stop("done", 1, {})).replies, false);
  assertEquals(parts(stop("done", 1, { reply: undefined })).replies, true);
  assertEquals(parts(ignore()), { ...base, kind: "ignore" });
  assertEquals([GenServer.ok, GenServer.noreply, GenServer.reply, GenServer.stop, GenServer.ignore], [
    ok,
    noreply,
    reply,
    stop,
    ignore,
  ]);
  assertInstanceOf(ok(1), Outcome);
});

Deno.test("Outcome refuses a time-out that is none, where it is made", () => {
  for (const timeoutMs of [-1, NaN, "5" as never, null as never]) {
    assertThrows(() => noreply(1, { timeoutMs }), ArgumentError, "Cannot set a time-out: timeoutMs is a number of");
  }
  for (const timeoutMs of [0, 0.5, Infinity]) assertEquals(ok(1, { timeoutMs }).options.timeoutMs, timeoutMs);
});
