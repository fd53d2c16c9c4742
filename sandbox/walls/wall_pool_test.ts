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

Deno.test("WallPool: those that wait are told once what to expect, and those that come later as well; not what is very much", async () => {
  const posted: unknown[][] = [];
  const open = (): Wall => {
    const own: unknown[] = [];
    posted.push(own);
    const post = (message: readonly [string, ...unknown[]]) => own.push(message.slice(0, 2));
    return { kind: "worker", listen() {}, post, close: () => Promise.resolve(true) };
  };
  const pool = new WallPool({ warm: 2, open });
  const expected = (key: string, code = key) => ({ key, modules: [["/main.ts", code] as const], entry: "/main.ts" });
  pool.expect(expected("a"));
  pool.expect(expected("a"));
  pool.expect(expected("huge", "x".repeat(2 ** 20 + 1)));
  pool.take();
  pool.expect(expected("b"));
  pool.fill();
  const [warm, a, b] = [["warm"], ["expect", [["/main.ts", "a"]]], ["expect", [["/main.ts", "b"]]]];
  assertEquals(posted, [[warm, a], [warm, a, b], [warm, b]]);
  await pool.close();
});
