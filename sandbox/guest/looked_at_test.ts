import { assertEquals } from "@std/assert";
import { lookedAt } from "./looked_at.ts";

Deno.test("lookedAt() sees whoever asks for anything, and nobody else", () => {
  const looks: ((value: { down?: number }) => unknown)[] = [
    (value) => value.down,
    (value) => "down" in value,
    ({ down }) => down,
    (value) => ({ ...value }),
    (value) => Object.keys(value),
    (value) => JSON.stringify(value),
  ];
  for (const look of looks) {
    const told = lookedAt({ down: 1 });
    assertEquals(told.looked, false);
    look(told.value);
    assertEquals(told.looked, true, String(look));
  }
  const told = lookedAt({ down: 1 });
  assertEquals([typeof told.value, told.value === null, told.looked], ["object", false, false]);
});
