import { assertEquals, assertThrows } from "@std/assert";
import type { Wall } from "./wall.ts";
import { WallPool } from "./wall_pool.ts";

Deno.test("WallPool: where no wall can be made, who takes one is told, and nobody else", () => {
  const pool = new WallPool({
    warm: 1,
    open: () => {
      throw new Deno.errors.NotCapable("no");
    },
  });
  pool.fill();
  assertThrows(() => pool.take(), Deno.errors.NotCapable, "no");
});

Deno.test("WallPool: as many wait as were asked for, each is given once, and those that wait are closed", async () => {
  let made = 0;
  const closed: number[] = [];
  const posted: unknown[] = [];
  const open = (): Wall => {
    const n = ++made;
    return {
      kind: "worker",
      listen() {},
      post: (message) => posted.push(message),
      close: () => (closed.push(n), Promise.resolve(true)),
    };
  };
  const pool = new WallPool({ warm: 2, open });
  assertEquals([made, pool.size, posted], [2, 2, [["warm"], ["warm"]]]);
  const taken = new Set([pool.take(), pool.take(), pool.take()]);
  assertEquals([taken.size, made, pool.size], [3, 3, 0]);
  pool.fill();
  assertEquals([made, pool.size], [5, 2]);
  await pool.close();
  pool.take();
  pool.fill();
  assertEquals([closed, pool.size], [[4, 5], 0]);
});
