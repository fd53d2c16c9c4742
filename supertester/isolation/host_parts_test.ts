import { assertEquals } from "@std/assert";
import { watchHost } from "./host_parts.ts";

Deno.test("watchHost: what ends before anybody looks is no change, and all is as before in the end", () => {
  const watchedNames = ["setTimeout", "setInterval", "addEventListener", "Worker"] as const;
  const found = () => watchedNames.map((name) => globalThis[name] as unknown);
  const before = found();
  const watched = watchHost();
  assertEquals(found().some((each, at) => each === before[at]), false);
  // deno-lint-ignore superlearner/no-sleep -- what is tested is that it is found
  clearTimeout(setTimeout(() => {}, 60_000));
  // deno-lint-ignore superlearner/no-sleep -- what is tested is that it is found
  clearInterval(setInterval(() => {}, 60_000));
  const kinds = watched.changes().map(({ kind, what }) => `${kind} ${what}`);
  watched.restore();
  assertEquals(kinds, []);
  assertEquals(found().every((each, at) => each === before[at]), true);
  assertEquals(Object.hasOwn(globalThis, "addEventListener"), false);
});
