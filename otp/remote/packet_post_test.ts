import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { PlannedPost } from "./packet_post.ts";

const AB = { from: "a", to: "b" };
const BA = { from: "b", to: "a" };

Deno.test("PlannedPost.fate() says when copies arrive: at once, later, twice, never", async () => {
  const clock = new VirtualClock();
  const of = (faults: ConstructorParameters<typeof PlannedPost>[0]) =>
    new PlannedPost(faults, { clock, seed: 1 }).fate(AB);
  await clock.advance(10, () => Promise.resolve());
  assertEquals(of({}), undefined);
  assertEquals(of({ delay: { meanMs: 5, spread: "fixed" } }), [15]);
  assertEquals(of({ delay: { meanMs: 5, spread: "fixed" }, duplicate: 1 }), [15, 20]);
  assertEquals(of({ loss: 1 }), []);
  assertEquals(of({ cuts: [{ fromMs: 10, toMs: 11, side: ["b"] }] }), []);
  assertThrows(() => of({ loss: -1 }), ArgumentError, "loss is a number from 0 to 1, got -1");
});

Deno.test("PlannedPost.part() cuts one direction of a way until heal()", () => {
  const post = new PlannedPost({}, { clock: new VirtualClock(), seed: 1 });
  post.part(AB);
  assertEquals([post.fate(AB), post.fate(BA)], [[], undefined]);
  post.heal(BA);
  assertEquals(post.fate(AB), []);
  post.heal(AB);
  assertEquals(post.fate(AB), undefined);
});

Deno.test("PlannedPost.bring() brings soon, never at once, in order", async () => {
  const post = new PlannedPost({}, { clock: new VirtualClock(), seed: 1 });
  const seen: number[] = [];
  for (const n of [1, 2]) post.bring(AB, () => seen.push(n));
  assertEquals(seen, []);
  await Promise.resolve();
  assertEquals(seen, [1, 2]);
});
