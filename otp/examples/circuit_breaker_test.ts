import { assertEquals, assertRejects } from "@std/assert";
import { breakerTree, CircuitOpenError, guarded, stateOf } from "./circuit_breaker.ts";
import { crash, underSeeds } from "./testdata/seeds.ts";

const fail = () => Promise.reject(new Error("down"));
const succeed = () => Promise.resolve("up");

Deno.test("circuit breaker: opens after failures in a row, and closes when a trial succeeds", async () => {
  await underSeeds(async ({ system, advance }) => {
    await system.start(breakerTree({ failures: 3, openMs: 1000 }));
    const me = system.attach();
    for (const action of [fail, fail, succeed, fail, fail]) await guarded(me, action).catch(() => {});
    assertEquals(await stateOf(me), "closed"); // a success has begun a new row
    await assertRejects(() => guarded(me, fail), Error, "down");
    assertEquals(await stateOf(me), "open");
    let tried = false;
    await assertRejects(() => guarded(me, () => void (tried = true)), CircuitOpenError);
    await advance(999);
    assertEquals([tried, await stateOf(me)], [false, "open"]);
    await advance(1);
    await assertRejects(() => guarded(me, fail), Error, "down"); // the trial fails: open again
    assertEquals(await stateOf(me), "open");
    await advance(1000);
    assertEquals([await guarded(me, succeed), await stateOf(me)], ["up", "closed"]);
  }, 10);
});

Deno.test("circuit breaker: one trial at a time, and the trial of one that crashes is free for the next", async () => {
  await underSeeds(async ({ system, settle, advance }) => {
    await system.start(breakerTree({ failures: 1, openMs: 10 }));
    const me = system.attach();
    await guarded(me, fail).catch(() => {});
    await advance(10);
    const trials: string[] = [];
    const dying = system.spawn((self) => guarded(self, () => (trials.push("dying"), new Promise(() => {}))));
    await settle();
    await assertRejects(() => guarded(me, succeed), CircuitOpenError);
    crash(system, dying);
    await settle();
    assertEquals([await guarded(me, succeed), trials, await stateOf(me)], ["up", ["dying"], "closed"]);
  });
});

Deno.test("circuit breaker: a crash of the breaker closes it, and fails those who ask it meanwhile, not for ever", async () => {
  await underSeeds(async ({ system, settle }) => {
    await system.start(breakerTree({ failures: 1, openMs: 10 }));
    const me = system.attach();
    await guarded(me, fail).catch(() => {});
    crash(system, system.whereis("breaker"));
    await settle();
    assertEquals([await stateOf(me), await guarded(me, succeed)], ["closed", "up"]);
  }, 10);
});
