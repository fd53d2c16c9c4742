import { assertEquals, assertThrows } from "@std/assert";
import { ROOT } from "../../.ci/lib/workspace.ts";
import { ATTEMPTS } from "./attempts/all_suite.ts";
import { contradictions, fillPage, formatNumbers, formatPromises, PAGE, type Promised, PROMISES } from "./promises.ts";

Deno.test("PROMISES: every attempt is in one row, and no row promises what is not tried", () => {
  assertEquals(contradictions(PROMISES, ATTEMPTS), []);
});

Deno.test("PROMISES: the page holds the table as it is now; write it with sandbox/escape/promises.ts --write", async () => {
  const page = await Deno.readTextFile(`${ROOT}/${PAGE}`);
  const plain = (text: string) => text.replaceAll(/ {2,}/g, " ").replaceAll(/-{2,}/g, "-"); // as the formatter aligns it
  assertEquals(plain(page), plain(fillPage(page, formatPromises(PROMISES))));
});

Deno.test("contradictions() finds what is stale: attempts without a row, rows without attempts, walls that differ", () => {
  const row = (worker: string, attempts: number[]): Promised => ({ threat: "t", worker, process: "held", attempts });
  const attempt = (id: number) => ({ id, category: "c", title: "t", probes: [] });
  assertEquals(contradictions([row("held", [1])], [attempt(1)]), []);
  assertEquals(contradictions([row("held", [1]), row("held", [1, 3])], [attempt(1), attempt(2)]), [
    "attempt 1 is in two rows",
    "attempt 2 is in no row",
    "there is no attempt 3",
  ]);
  const open = { ...attempt(1), notPromisedBy: ["worker"] as const };
  assertEquals(contradictions([row("held", [1])], [open]), ["attempt 1 and its row differ about the wall worker"]);
  assertEquals(contradictions([row("not held: x", [1])], [attempt(1)]), [
    "attempt 1 and its row differ about the wall worker",
  ]);
  assertEquals(contradictions([row("not held: x", [1])], [open]), []);
});

Deno.test("formatNumbers() and fillPage(): runs in short, and a page without a place is refused", () => {
  assertEquals([formatNumbers([3, 1, 2, 7]), formatNumbers([])], ["1-3, 7", "none"]);
  assertThrows(() => fillPage("no place", "table"), Error, "Cannot fill sandbox/WALLS.md");
});
