import { assertEquals } from "@std/assert";
import { bytes, figure, ms } from "./_text.ts";

Deno.test("figure: three digits, and more only where they would hide an excess", () => {
  assertEquals([figure(1.23456), figure(150), figure(0.1 + 0.2)], ["1.235", "150", "0.3"]);
  assertEquals([figure(100.00004, 100), figure(100.004, 100)], ["100.00004", "100.004"]);
});

Deno.test("ms: with its unit", () => assertEquals([ms(150), ms(0.0204)], ["150ms", "0.02ms"]));

Deno.test("bytes: to the byte where they are few", () => {
  assertEquals([bytes(12), bytes(9999), bytes(12_345), bytes(-20_500), bytes(12_345_678)], [
    "12 bytes",
    "9999 bytes",
    "12.345 kB",
    "-20.5 kB",
    "12.346 MB",
  ]);
});
