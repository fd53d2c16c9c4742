import { assertEquals } from "@std/assert";
import { fifo } from "./fifo.ts";
import { orderOf, turns } from "./testdata/threads.ts";

Deno.test("fifo() gives turns to who waits longest, whatever the seed", () => {
  for (const seed of [0, 1, 2]) {
    assertEquals(orderOf(fifo(), { a: turns(3), b: turns(1), c: turns(2) }, seed).join(""), "abcaca");
  }
});
