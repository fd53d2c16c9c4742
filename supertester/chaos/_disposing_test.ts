import { assertEquals } from "@std/assert";
import { disposeOf } from "./_disposing.ts";

Deno.test("disposeOf: of one, of a list last first, asynchronously where that is meant; of others nothing", async () => {
  const done: string[] = [];
  const of = (name: string) => ({ [Symbol.dispose]: () => void done.push(name) });
  const later = {
    [Symbol.dispose]: () => void done.push("never"),
    [Symbol.asyncDispose]: async () => {
      await Promise.resolve();
      done.push("later");
    },
  };
  await disposeOf(of("one"));
  await disposeOf([of("first"), later, of("last")]);
  for (const other of [undefined, null, 7, "text", {}, () => {}]) await disposeOf(other);
  assertEquals(done, ["one", "last", "later", "first"]);
});
