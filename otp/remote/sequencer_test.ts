import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { Sequencer } from "./sequencer.ts";

Deno.test("Sequencer gives everything once and in order, whatever is doubled and overtaken", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new SeededRandom(seed);
    const packets = Array.from({ length: 60 }, (_, i) => ({ number: i % 40 + 1, key: random.next() }));
    const sequencer = new Sequencer<number>();
    const seen: number[] = [];
    for (const { number } of packets.sort((one, other) => one.key - other.key)) {
      seen.push(...sequencer.accept(number, number));
    }
    assertEquals(seen, Array.from({ length: 40 }, (_, i) => i + 1));
    assertEquals(sequencer.gap, false);
  }
});

Deno.test("Sequencer gives nothing behind a gap, knows of it, and keeps only so much", () => {
  const sequencer = new Sequencer<string>();
  assertEquals([...sequencer.accept(1, "a")], ["a"]);
  assertEquals([...sequencer.accept(3, "c")], []);
  assertEquals([...sequencer.accept(1, "again")], []);
  assert(sequencer.gap);
  assertEquals([...sequencer.accept(2, "b")], ["b", "c"]);
  for (let number = 5; number < 20_000; number++) for (const _ of sequencer.accept(number, "early"));
  assert(sequencer.overflowing);
});
