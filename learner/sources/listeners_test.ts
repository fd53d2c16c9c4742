import { assertEquals } from "@std/assert";
import { Listeners } from "./listeners.ts";

Deno.test("Listeners - each hears until it leaves, and leaving twice is once", () => {
  const listeners = new Listeners();
  const heard: string[] = [];
  let removed = 0;
  const one = listeners.add({ gap: () => void heard.push("one") }, () => void removed++);
  const other = listeners.add({ gap: () => void heard.push("other") });
  listeners.gap();
  one.unsubscribe();
  one[Symbol.dispose]();
  listeners.gap();
  other.unsubscribe();
  assertEquals([heard, removed, listeners.size], [["one", "other", "other"], 1, 0]);
});

Deno.test("Listeners - one that leaves while all are told does not confuse the others", () => {
  const listeners = new Listeners();
  const heard: string[] = [];
  const first = listeners.add({
    gap: () => {
      heard.push("first");
      first.unsubscribe();
    },
  });
  listeners.add({ gap: () => void heard.push("second") });
  listeners.gap();
  listeners.gap();
  assertEquals(heard, ["first", "second", "second"]);
});
