import { assertEquals } from "@std/assert";
import { LIFECYCLE, type LifecycleType } from "./lifecycle.ts";

Deno.test("LIFECYCLE - names every kind of its type once, and no message", () => {
  // A kind that is missing here, or in the list, does not compile or is not equal.
  const all: Record<LifecycleType, true> = {
    "process.started": true,
    "process.exited": true,
    "process.suspended": true,
    "process.resumed": true,
    "process.preempted": true,
    "name.registered": true,
    "name.unregistered": true,
    "child.started": true,
    "child.restarted": true,
    "child.stopped": true,
    "child.failed": true,
    "supervisor.gave_up": true,
    "state.replaced": true,
    "code.changed": true,
    "mailbox.overloaded": true,
    "mailbox.relieved": true,
    "application.started": true,
    "application.stopped": true,
    "node.up": true,
    "node.down": true,
    "worker.unstoppable": true,
    "graft.changed": true,
    "notice": true,
  };
  assertEquals(LIFECYCLE.toSorted(), (Object.keys(all) as LifecycleType[]).toSorted());
});
