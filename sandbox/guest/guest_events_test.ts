import { assertEquals, assertThrows } from "@std/assert";
import { GuestCustomEvent, GuestEvent, GuestEventTarget } from "./guest_events.ts";

Deno.test("GuestEventTarget tells its listeners, once where that was asked for, in the order they came", () => {
  const target = new GuestEventTarget();
  const heard: string[] = [];
  const one = () => heard.push("one");
  target.addEventListener("go", one);
  target.addEventListener("go", one);
  target.addEventListener("go", { handleEvent: ({ type }) => heard.push(type) }, { once: true });
  target.addEventListener("go", null);
  target.dispatchEvent(new GuestEvent("go"));
  target.dispatchEvent(new GuestEvent("other"));
  target.dispatchEvent(new GuestEvent("go"));
  target.removeEventListener("go", one);
  target.dispatchEvent(new GuestEvent("go"));
  assertEquals(heard, ["one", "go", "one"]);
});

Deno.test("GuestEventTarget: a listener prevents what would follow, where that can be and it is not passive", () => {
  const target = new GuestEventTarget();
  const heard: unknown[] = [];
  target.addEventListener("go", (event) => heard.push(event.target === target, event.currentTarget, event.eventPhase));
  target.addEventListener("go", (event) => event.preventDefault());
  target.addEventListener("soft", (event) => event.preventDefault(), { passive: true });
  const event = new GuestEvent("go", { cancelable: true });
  assertEquals([event.target, target.dispatchEvent(event), event.defaultPrevented], [null, false, true]);
  assertEquals([heard, event.currentTarget], [[true, target, 2], null]);
  assertEquals(target.dispatchEvent(new GuestEvent("go")), true);
  assertEquals(target.dispatchEvent(new GuestEvent("soft", { cancelable: true })), true);
});

Deno.test("GuestEventTarget: one that stops keeps others from hearing, and one that leaves hears no more", () => {
  const target = new GuestEventTarget();
  const heard: string[] = [];
  const last = () => heard.push("last");
  target.addEventListener("stop", (event) => event.stopImmediatePropagation());
  target.addEventListener("stop", last);
  target.addEventListener("leave", () => target.removeEventListener("leave", last));
  target.addEventListener("leave", last);
  target.dispatchEvent(new GuestEvent("stop"));
  target.dispatchEvent(new GuestEvent("leave"));
  assertEquals(heard, []);
});

Deno.test("GuestEvent is not dispatched within its own dispatch, and may be again", () => {
  const target = new GuestEventTarget();
  const event = new GuestEvent("go");
  let times = 0;
  target.addEventListener("go", () => {
    times++;
    assertThrows(() => target.dispatchEvent(event), Error, "it is being dispatched");
  });
  target.dispatchEvent(event);
  target.dispatchEvent(event);
  assertEquals(times, 2);
});

Deno.test("GuestCustomEvent carries what the program says", () => {
  const { type, detail, cancelable } = new GuestCustomEvent("go", { detail: { n: 5 }, cancelable: true });
  assertEquals([type, detail, cancelable], ["go", { n: 5 }, true]);
  assertEquals(new GuestCustomEvent("go").detail, null);
});
