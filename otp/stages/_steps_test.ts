import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { drive, settled, type Steps } from "./_steps.ts";

function* sum(...values: (number | Promise<number>)[]): Steps<number> {
  let all = 0;
  for (const value of values) all += yield* settled(value);
  return all;
}

Deno.test("drive() is done at once where nothing waits, and waits for what does", async () => {
  assertEquals(drive(sum(1, 2)), 3);
  const later = drive(sum(1, Promise.resolve(2), 3, Promise.resolve(4)));
  assertEquals([later instanceof Promise, await later], [true, 10]);
});

Deno.test("drive() hands on what a step throws, before and after it has waited", async () => {
  function* failing(first: number | Promise<number>): Steps<number> {
    yield* settled(first);
    throw new Error("in a step");
  }
  assertThrows(() => drive(failing(1)), Error, "in a step");
  await assertRejects(async () => await drive(failing(Promise.resolve(1))), Error, "in a step");
});

Deno.test("settled() throws into the step what its promise is rejected with", async () => {
  function* catching(): Steps<string> {
    try {
      yield* settled(Promise.reject(new Error("late")));
    } catch (error) {
      return (error as Error).message;
    }
    return "nothing";
  }
  assertEquals(await drive(catching()), "late");
});
