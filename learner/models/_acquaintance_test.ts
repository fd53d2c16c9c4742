import { assertEquals } from "@std/assert";
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

Deno.test("Acquaintance - calls a child of a DynamicSupervisor as the tree does", () => {
  const known = new Acquaintance();
  known.learn([supervisor("users", 1, { settings: { dynamic: true } })]);
  known.take({ type: "child.started", pid: pid(1), child: "ada", childPid: pid(2), ...AT });
  known.take({ type: "child.started", pid: pid(1), child: "a/b~c", childPid: pid(3), ...AT });
  assertEquals([known.place(pid(2)), known.who(pid(2), "?")], ["users/ada", "ada"]);
  assertEquals([known.place(pid(3)), known.who(pid(3), "?")], ["users/a~1b~0c", "a/b~c"]);
});

Deno.test("Acquaintance - knows how somebody died", () => {
  const known = new Acquaintance();
  known.learn([office()]);
  for (const number of [2, 6]) {
    known.take({ type: "process.exited", pid: pid(number), reason: "killed", crashed: true, handled: 0, ...AT });
  }
  assertEquals(known.exit(pid(2))?.reason, "killed");
});
