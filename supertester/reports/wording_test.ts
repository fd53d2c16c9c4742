import { assertEquals } from "@std/assert";
import { formatDate, formatMs, formatNumber, formatQuantity, plural } from "./wording.ts";

Deno.test("formatMs: from microseconds to minutes", () => {
  assertEquals([0, 0.0005, 0.4123, 8.31, 999, 1250, 59_994, 60_000, 125_400].map(formatMs), [
    "0 ms",
    "0.5 µs",
    "412 µs",
    "8.31 ms",
    "999 ms",
    "1.25 s",
    "60 s",
    "1 min",
    "2 min 5 s",
  ]);
  assertEquals([formatMs(-3), formatMs(Infinity)], ["-3 ms", "Infinity"]);
});

Deno.test("formatNumber: three digits that count", () => {
  assertEquals([0, 0.012345, 12.345, 99.96, 1234.5, 1e6].map(formatNumber), [
    "0",
    "0.0123",
    "12.3",
    "100",
    "1,235",
    "1,000,000",
  ]);
});

Deno.test("formatQuantity knows times and bytes", () => {
  const said = [[1500, "ms"], [1000, "bytes"], [1536, "bytes"], [3 * 1024 ** 3, "bytes"], [7, "messages"], [
    7,
    "",
  ]] as const;
  assertEquals(said.map(([value, unit]) => formatQuantity(value, unit)), [
    "1.5 s",
    "1,000 bytes",
    "1.5 KiB",
    "3 GiB",
    "7 messages",
    "7",
  ]);
});

Deno.test("plural and formatDate", () => {
  assertEquals([plural(1, "test"), plural(0, "test"), plural(2, ["crash", "crashes"])], [
    "1 test",
    "0 tests",
    "2 crashes",
  ]);
  assertEquals(formatDate(Date.UTC(2026, 0, 2, 3, 4, 5)), "2026-01-02 03:04:05 UTC");
  assertEquals(formatDate(NaN), "unknown");
});
