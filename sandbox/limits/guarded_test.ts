import { assertEquals } from "@std/assert";
import { guarded } from "./guarded.ts";

Deno.test("guarded() tells what there is to tell, and nothing is thrown where all is well", () => {
  const heard: string[] = [];
  guarded((told: string) => heard.push(told), () => heard.push("thrown"))("a");
  assertEquals(heard, ["a"]);
});

Deno.test("guarded() gives what is thrown, or rejected with, to somebody else", async () => {
  const thrown: unknown[] = [];
  const rejected = Promise.withResolvers<unknown>();
  guarded(() => {
    throw "a mistake";
  }, (error) => thrown.push(error))(1);
  guarded(() => Promise.reject("a late one"), rejected.resolve)(1);
  assertEquals([thrown, await rejected.promise], [["a mistake"], "a late one"]);
});
