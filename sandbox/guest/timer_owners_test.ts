import { assertEquals } from "@std/assert";
import { TimerOwners } from "./timer_owners.ts";

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

Deno.test("TimerOwners: while a version waits at its top level, what is of another is nobody's", () => {
  const owners = new TimerOwners();
  owners.load(3);
  assertEquals(owners.now()?.version, 3);
  owners.end();
  assertEquals(owners.now(), undefined, "no module of that version is on the stack");
  owners.settle(3);
  assertEquals(owners.now(), undefined);
});
