import { assertEquals, AssertionError, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, Supervisor, System } from "@superlearner/otp";
import { settle } from "../chronicle/settling.ts";
import { processRef } from "../waiting/target.ts";
import {
  assertAllChildrenAlive,
  assertChildCount,
  assertStrategy,
  assertTree,
  type ChildKind,
} from "./supervisor_assertions.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const Ignored = GenServer.define({ name: "Ignored", init: () => GenServer.ignore() });
const Tills = Supervisor.define({
  name: "Tills",
  strategy: "one_for_all",
  children: [Worker.child({ id: "till", name: "till" })],
});
const Shop = Supervisor.define({
  name: "Shop",
  children: [Worker.child({ id: "cart" }), Tills.child({ id: "tills" }), Ignored.child({ id: "off" })],
});

Deno.test("assertStrategy: of a supervisor, and how it fails", async () => {
  await using system = new System();
  const shop = await system.start(Shop, { name: "shop" });
  assertStrategy(shop, "one_for_one");
  assertThrows(
    () => assertStrategy(shop, "rest_for_one"),
    AssertionError,
    "to have the strategy rest_for_one, but it has one_for_one",
  );
  const worker = await system.start(Worker);
  assertThrows(
    () => assertStrategy(worker, "one_for_one"),
    AssertionError,
    "to be a supervisor that is alive, but it is none",
  );
  assertThrows(() => assertStrategy(processRef(system, "nobody"), "one_for_one"), AssertionError, "but it is dead");
});

Deno.test("assertChildCount: of each kind, and how it fails", async () => {
  await using system = new System();
  const shop = await system.start(Shop);
  assertChildCount(shop, 2);
  const counts: [ChildKind, number][] = [["active", 2], ["specs", 3], ["supervisors", 1], ["workers", 2]];
  for (const [kind, count] of counts) assertChildCount(shop, count, { kind });
  assertThrows(() => assertChildCount(shop, 3), AssertionError, "to have 3 active children, but it has 2: cart (");
  assertThrows(() => assertChildCount(shop, -1), ArgumentError, "their number is a whole number from 0 up, got -1");
  assertThrows(() => assertChildCount(shop, 1, { kind: "all" as ChildKind }), ArgumentError, "kind is active, specs");
});

Deno.test("D29: assertAllChildrenAlive counts who is starting as not alive, and who ignored not at all", async () => {
  await using system = new System();
  let gate = Promise.resolve();
  let starts = () => {};
  const Slow = GenServer.define({ name: "Slow", init: () => (starts(), gate.then(() => 0)) });
  const inner = Supervisor.define({ name: "Inner", children: [Slow.child({ id: "slow", name: "slow" })] });
  const top = await system.start(
    Supervisor.define({ children: [inner.child({ id: "inner" }), Ignored.child({ id: "off" })] }),
    {
      name: "top",
    },
  );
  assertAllChildrenAlive(top, { deep: true });
  const opened = Promise.withResolvers<void>();
  gate = opened.promise;
  const starting = Promise.withResolvers<void>();
  starts = starting.resolve;
  system.exit("slow", "kill");
  await starting.promise;
  assertAllChildrenAlive(top);
  assertThrows(
    () => assertAllChildrenAlive(top, { deep: true }),
    AssertionError,
    "to be alive, but these are not: top/inner/slow (starting)",
  );
  opened.resolve();
  await settle(system);
  assertAllChildrenAlive(top, { deep: true });
});

Deno.test("assertTree: what is said has to be so, in that order", async () => {
  await using system = new System();
  const shop = await system.start(Shop, { name: "shop" });
  assertTree(shop, {});
  assertTree(shop, {
    module: "Shop",
    name: "shop",
    strategy: "one_for_one",
    children: ["cart", { id: "tills", strategy: "one_for_all", children: [{ name: "till", module: "Worker" }] }, "off"],
  });
});

Deno.test("assertTree: fails with all differences, each by its place", async () => {
  await using system = new System();
  const shop = await system.start(Shop, { name: "shop" });
  const error = assertThrows(() =>
    assertTree(shop, {
      module: "Store",
      children: ["cart", { id: "tills", strategy: "one_for_one", children: [{ module: "Clerk" }] }, "off"],
    }), AssertionError);
  assertEquals(error.message.split("\n").slice(0, 6), [
    `Expected another tree of shop ${shop.pid}:`,
    "shop",
    "  module: expected Store, found Shop",
    "  shop/tills",
    "    strategy: expected one_for_one, found one_for_all",
    "    shop/tills/till",
  ]);
  assertThrows(
    () => assertTree(shop, { children: ["tills", "cart", "off"] }),
    AssertionError,
    "children: expected [tills, cart, off], found [cart, tills, off]",
  );
});
