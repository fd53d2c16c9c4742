import { assert, assertEquals } from "@std/assert";
import { stillTicker, ticker } from "./_ticker.ts";

const turnOfTheLoop = () => crypto.subtle.digest("SHA-1", new Uint8Array(1));

Deno.test("ticker - counts while somebody needs it, also while nothing else can run, and is gone afterwards", async () => {
  ticker.begin(); // nobody has joined
  assertEquals(ticker.beating, false);
  ticker.join();
  ticker.join();
  for (let round = 0; round < 2; round++) {
    ticker.begin();
    ticker.begin();
    while (!ticker.beating) await turnOfTheLoop();
    ticker.note();
    const from = ticker.beats[0]!;
    while (ticker.beats[0]! - from < 3);
    ticker.note();
    if (round === 1) break;
    assertEquals(ticker.leave(), undefined, "somebody else needs it");
    assert(ticker.beating);
    await ticker.leave();
    assertEquals(ticker.beating, false);
    ticker.join();
  }
  await ticker.leave();
  assertEquals([ticker.beating, ticker.leave()], [false, undefined]);
  ticker.join();
});

Deno.test("stillTicker never counts, whatever is asked of it", async () => {
  stillTicker.join();
  stillTicker.begin();
  stillTicker.note();
  await turnOfTheLoop();
  assertEquals([stillTicker.beating, stillTicker.beats[0], stillTicker.leave()], [false, 0, undefined]);
});
