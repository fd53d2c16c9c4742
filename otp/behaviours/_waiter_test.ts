import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { Waiter } from "./_waiter.ts";

Deno.test("Waiter gives what it is given, else timeout after it has left", async () => {
  await everyOrder(async ({ system, advance }) => {
    const runtime = runtimeOf(system);
    const left: Waiter<string>[] = [];
    const make = (timeoutMs: number) =>
      new Waiter<string>({ runtime, owner: null, timeoutMs, leave: (each) => void left.push(each) });
    const [given, late, forever] = [make(10), make(10), make(Infinity)];
    const fates = [given, late, forever].map(({ promise }) => fateOf(promise));
    given.give("value");
    await advance(10);
    assertEquals(fates.map(({ value }) => value), ["value", "timeout", undefined]);
    assertEquals([left.length, left[0] === late, runtime.timers.size], [1, true, 0]);
  }, 1);
});

Deno.test("Waiter of a dead process never ends", async () => {
  await everyOrder(async ({ system, advance }) => {
    const runtime = runtimeOf(system);
    const me = system.attach();
    const owner = runtime.processes.get(me.pid)!;
    const make = () => new Waiter<string>({ runtime, owner, timeoutMs: 10, leave: () => {} });
    const [given, late] = [make(), make()];
    const fates = [given, late].map(({ promise }) => fateOf(promise));
    system.exit(me.pid, "boom");
    given.give("value");
    await advance(10);
    assertEquals(fates.map(({ state }) => state), ["pending", "pending"]);
  }, 1);
});
