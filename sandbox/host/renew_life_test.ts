import { assert, assertEquals, assertRejects } from "@std/assert";
import type { System } from "@superlearner/otp";
import type { Life } from "./life.ts";
import { succeed, tryLife } from "./renew_life.ts";
import { lifeOf } from "./testdata/lives.ts";

Deno.test("tryLife() begins one in a System of its own and ends both, also where it does not start", async () => {
  for (const ready of [() => Promise.resolve(), () => Promise.reject(new RangeError("no"))]) {
    let closed = 0;
    const systems: System[] = [];
    const begin = (system: System) => {
      systems.push(system);
      return { ready, close: () => Promise.resolve(++closed) } as unknown as Life;
    };
    const tried = tryLife(begin);
    if (systems.length === 1 && ready.toString().includes("reject")) await assertRejects(() => tried, RangeError, "no");
    else await tried;
    assertEquals(closed, 1);
    assert(systems[0]!.processCount === 0);
  }
});

Deno.test("succeed() hands over the states of the servers that both have", async () => {
  const [old, next] = [lifeOf({ a: 1, gone: 2 }), lifeOf({ a: 0, fresh: 3 })];
  await succeed(old.life, { name: "guest", version: 1, restart: () => Promise.resolve(next.life) });
  assertEquals(next.states, { a: 1, fresh: 3 });
});
