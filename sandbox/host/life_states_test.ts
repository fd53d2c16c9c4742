import { assertEquals } from "@std/assert";
import { lifeStates } from "./life_states.ts";
import { lifeOf } from "./testdata/lives.ts";

Deno.test("lifeStates() reads and replaces states by what a life is asked, now or when it is up", async () => {
  const { life, states } = lifeOf({ a: 1 });
  for (const holder of [lifeStates("guest", life), lifeStates("guest", () => Promise.resolve(life))]) {
    assertEquals([holder.name, await holder.stateNames(), await holder.getState("a")], ["guest", ["a"], states["a"]]);
    await holder.replaceState("a", 2);
    assertEquals(states, { a: 2 });
  }
});
