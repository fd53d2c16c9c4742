import { assert } from "@std/assert";
import { COLOURS, STYLES } from "./styles.ts";

/** How far apart two colours are, as WCAG reckons: 1 to 21. */
function contrast(one: string, other: string): number {
  const light = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [low, high] = [light(one), light(other)].sort((one, other) => one - other);
  return (high! + 0.05) / (low! + 0.05);
}

for (const theme of ["light", "dark"] as const) {
  Deno.test(`COLOURS: words can be read on every ground, ${theme}`, () => {
    const at = (name: string) => COLOURS[name]![theme === "light" ? 0 : 1];
    for (const ink of ["text", "soft", "accent", "good", "bad", "warn"]) {
      for (const ground of ["page", "card", "sunk"]) {
        const found = contrast(at(ink), at(ground));
        assert(found >= 4.5, `${ink} on ${ground}: ${found.toFixed(2)}`);
      }
    }
  });
}

Deno.test("STYLES use colours of the table only, and load nothing", () => {
  for (const [, name] of STYLES.matchAll(/var\(--([\w-]+)\)/g)) {
    assert(name! in COLOURS || ["depth", "part"].includes(name!), `${name} is no colour`);
  }
  assert(!/url\(|@import/.test(STYLES));
});
