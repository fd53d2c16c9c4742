import { assertEquals } from "@std/assert";
import type { LifecycleEvent } from "../sources/source.ts";
import { office, pid, supervisor } from "../testdata/nodes.ts";
import { Acquaintance } from "./_acquaintance.ts";

const AT = { sequence: 1, time: 5 };

Deno.test("Acquaintance - knows the places of a forest, and of those that were started since", () => {
  const known = new Acquaintance();
  known.learn([office()]);
  assertEquals(known.place(pid(5)), "office/desk/out");
  known.take({ type: "child.started", pid: pid(3), child: "new", childPid: pid(20), ...AT });
  assertEquals([known.place(pid(20)), known.who(pid(20), "?")], ["office/desk/new", "new"]);
  assertEquals([known.place(undefined), known.who(undefined, "carl")], [undefined, "carl"]);
});

Deno.test("Acquaintance - calls a child of a DynamicSupervisor by its name, as the tree does", () => {
  const known = new Acquaintance();
  known.learn([supervisor("users", 1, { settings: { dynamic: true } })]);
  const started: LifecycleEvent = {
    type: "process.started",
    pid: pid(2),
    parent: pid(1),
    name: "ada",
    behaviour: "GenServer",
    module: "User",
    ...AT,
  };
  known.take(started);
  known.take({ type: "child.started", pid: pid(1), child: "#1", childPid: pid(2), ...AT });
  assertEquals([known.place(pid(2)), known.who(pid(2), "#1")], ["users/ada", "ada"]);
});

Deno.test("Acquaintance - finds who has just died under a supervisor", () => {
  const known = new Acquaintance();
  known.learn([office()]);
  for (const number of [2, 6]) {
    known.take({ type: "process.exited", pid: pid(number), reason: "killed", crashed: true, handled: 0, ...AT });
  }
  assertEquals(known.lately(pid(1), "anna"), pid(2));
  assertEquals(known.lately(pid(1), "#4"), pid(6));
  assertEquals(known.lately(pid(1), "#5"), undefined);
  assertEquals(known.lately(pid(3), "in"), undefined);
  assertEquals(known.exit(pid(2))?.reason, "killed");
});
