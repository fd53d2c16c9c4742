import { assertEquals } from "@std/assert";
import { outermostModule, TimerOwners } from "./timer_owners.ts";

Deno.test("TimerOwners: who is evaluated, then what its timers do; nobody otherwise", () => {
  const owners = new TimerOwners();
  assertEquals(owners.now(), undefined);
  owners.begin(3);
  const owner = owners.now()!;
  owners.end();
  assertEquals([owner.version, owners.now()], [3, undefined]);
  owners.within(owner, () => assertEquals(owners.now(), owner));
  owners.within(owner, () => owners.within(undefined, () => assertEquals(owners.now(), undefined)));
  assertEquals(owners.now(), undefined);
});

Deno.test("outermostModule() is the last module of a stack", () => {
  assertEquals(outermostModule("Error\n    at f (sandbox:/lib/a.js:1:2)\n    at sandbox:/main.js:30:4"), "/main.js");
  assertEquals(outermostModule("Error\n    at go (sandbox:/a b.js:1:2)"), "/a b.js");
  assertEquals(outermostModule("Error"), "");
});
