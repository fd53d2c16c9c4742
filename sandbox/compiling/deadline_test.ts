import { assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { SandboxError } from "../limits/sandbox_error.ts";
import { Deadline, unlessAborted } from "./deadline.ts";

const settle = () => Promise.resolve();

Deno.test("Deadline aborts when its time is up, with what took so long", async () => {
  const clock = new VirtualClock();
  using deadline = new Deadline({ clock, what: "compile", timeoutMs: 100 });
  await clock.advance(99, settle);
  assertEquals(deadline.signal.aborted, false);
  await clock.advance(1, settle);
  assertInstanceOf(deadline.signal.reason, SandboxError);
  assertEquals(deadline.signal.reason.failure, { kind: "timeout", what: "compile", timeoutMs: 100 });
});

Deno.test("Deadline counts what is gone already, and tells the whole", async () => {
  const clock = new VirtualClock();
  using deadline = new Deadline({ clock, what: "compile", timeoutMs: 100, tookMs: 60 });
  await clock.advance(40, settle);
  assertEquals(deadline.signal.reason.failure, { kind: "timeout", what: "compile", timeoutMs: 100 });
});

Deno.test("Deadline aborts when the caller does, with his reason, and not once it is disposed of", async () => {
  const clock = new VirtualClock();
  const caller = new AbortController();
  const deadline = new Deadline({ clock, what: "compile", timeoutMs: Infinity, signal: caller.signal });
  caller.abort("enough");
  assertEquals(deadline.signal.reason, "enough");
  const past = new Deadline({ clock, what: "compile", timeoutMs: 5 });
  past[Symbol.dispose]();
  await clock.advance(10, settle);
  assertEquals(past.signal.aborted, false);
});

Deno.test("unlessAborted() gives the promise, or the reason of the signal", async () => {
  const over = new AbortController();
  assertEquals(await unlessAborted(Promise.resolve(1), undefined), 1);
  assertEquals(await unlessAborted(Promise.resolve(1), over.signal), 1);
  const waiting = unlessAborted(new Promise(() => {}), over.signal);
  over.abort(new Error("Enough"));
  await assertRejects(() => waiting, Error, "Enough");
  await assertRejects(() => unlessAborted(Promise.resolve(1), over.signal), Error, "Enough");
  await assertRejects(() => unlessAborted(Promise.reject(new Error("Late")), over.signal), Error, "Enough");
});
