import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkIsolation, isSameWall, sharedName } from "./check_isolation.ts";

Deno.test("checkIsolation() gives back what is a wall, and says what is none", () => {
  const shared = { shared: "students.2" };
  for (const good of ["worker", "process", shared]) assertStrictEquals(checkIsolation("go", good), good);
  const rule = 'isolation is "worker", "process" or { shared: a name like that of a sandbox }';
  const wrong = ["none", undefined, null, 7, [], {}, { shared: "" }, { shared: "host" }, { shared: "a b" }, {
    shared: 7,
  }, { shared: "a", more: 1 }];
  for (const value of wrong) {
    const error = assertThrows(() => checkIsolation("go", value), ArgumentError);
    assertEquals([error.action, error.rule, error.value], ["go", rule, value]);
  }
});

Deno.test("sharedName() is that of a process that is shared", () => {
  assertEquals(([{ shared: "a" }, "worker", "process"] as const).map(sharedName), ["a", undefined, undefined]);
});

Deno.test("isSameWall() goes by what is said, not by the object", () => {
  const same = [["worker", "worker"], [{ shared: "a" }, { shared: "a" }]] as const;
  for (const [one, other] of same) assertEquals(isSameWall(one, other), true);
  const others = [["worker", "process"], ["process", { shared: "a" }], [{ shared: "a" }, "worker"], [
    { shared: "a" },
    { shared: "b" },
  ]] as const;
  for (const [one, other] of others) assertEquals(isSameWall(one, other), false);
});
