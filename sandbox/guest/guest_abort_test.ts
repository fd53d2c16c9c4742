import { assertEquals, assertThrows } from "@std/assert";
import { GuestAbortController, GuestAbortSignal } from "./guest_abort.ts";
import { GuestDOMException } from "./guest_dom_exception.ts";
import { GuestEvent, GuestEventTarget } from "./guest_events.ts";

Deno.test("GuestAbortController aborts its signal once, with a reason", () => {
  const controller = new GuestAbortController();
  const { signal } = controller;
  const heard: unknown[] = [];
  signal.onabort = () => heard.push("on");
  signal.addEventListener("abort", () => heard.push(signal.reason));
  signal.throwIfAborted();
  controller.abort("enough");
  controller.abort("again");
  assertEquals([signal.aborted, signal.reason, heard], [true, "enough", ["on", "enough"]]);
  assertEquals(assertThrows(() => signal.throwIfAborted()), "enough" as never);
});

Deno.test("GuestAbortSignal: aborted from the start, by one of several, or with an error that says so", () => {
  assertEquals(GuestAbortSignal.abort(5).reason, 5);
  const reason = GuestAbortSignal.abort().reason as GuestDOMException;
  assertEquals([reason instanceof GuestDOMException, reason.name], [true, "AbortError"]);
  const first = new GuestAbortController();
  const any = GuestAbortSignal.any([first.signal, new GuestAbortSignal()]);
  first.abort("by one");
  assertEquals([any.reason, GuestAbortSignal.any([first.signal]).aborted], ["by one", true]);
});

Deno.test("GuestEventTarget: a listener leaves with its signal", () => {
  const target = new GuestEventTarget();
  const controller = new GuestAbortController();
  let heard = 0;
  target.addEventListener("go", () => heard++, { signal: controller.signal });
  controller.abort();
  target.dispatchEvent(new GuestEvent("go"));
  assertEquals(heard, 0);
});
