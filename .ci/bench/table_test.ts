import { assertEquals } from "@std/assert";
import { formatFigure, formatTable } from "./table.ts";
import type { BenchResult } from "./types.ts";

const base: BenchResult = {
  name: "otp/call",
  unit: "calls/s",
  ours: 1_234_567,
  peer: 600_000,
  peerName: "BEAM",
  ratio: 2.0576,
  goal: 1.5,
  met: true,
};

Deno.test("formatTable() lines the columns up and says what was not run", () => {
  const alone = { ...base, name: "otp/b", peer: null, ratio: null, met: null, goal: null, note: "not run: no root" };
  assertEquals(formatTable([base, alone]).split("\n"), [
    "name      unit          ours          peer  ratio  goal  met",
    "otp/call  calls/s  1 230 000  600 000 BEAM   2.06   1.5  yes",
    "otp/b     calls/s  1 230 000                             BEAM not run: no root",
  ]);
});

Deno.test("formatFigure() keeps three figures", () => {
  assertEquals([0.012345, 1.5, 999.4, 12_345, 7].map(formatFigure), ["0.0123", "1.5", "999", "12 300", "7"]);
});
