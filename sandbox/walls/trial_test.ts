import { assert, assertEquals } from "@std/assert";
import { CODE } from "../isolate/testdata/isolates.ts";
import { Trial, type TrialOptions } from "./trial.ts";

function trialOf(source: string | Record<string, string>, options: Partial<TrialOptions> = {}, turnMs = 5000): Trial {
  const modules = new Map(Object.entries(typeof source === "string" ? { "/main.ts": source } : source));
  const config = { name: "guest", messageBytes: 10_000, processes: 10, handles: 100, granted: [], env: {} };
  return new Trial({ config, turnMs, code: CODE }, { modules, entry: "/main.ts", pauseMs: 50, ...options });
}

const WAITS = "const wait = (ms) => new Promise((done) => setTimeout(done, ms));";

Deno.test("Trial.load() finds a turn that does not end, whichever it is", () => {
  const spins = [
    "while (true);",
    "await 1; while (true);",
    `${WAITS} await 1; await wait(1); while (true);`,
    `${WAITS} await wait(3_600_000); await wait(10); while (true);`,
    `${WAITS} setTimeout(() => { while (true); }, 1e6); await wait(2e6);`,
  ];
  for (const source of spins) {
    const why = trialOf(source).load();
    assert(why?.kind === "endless", source);
    assertEquals([why.limit, why.limitMs, why.usedMs >= 50], ["pauseMs", 50, true], source);
  }
  const why = trialOf("await 1; while (true);", { pauseMs: 1e6 }, 100).load();
  assert(why?.kind === "endless");
  assertEquals([why.limit, why.limitMs], ["turnMs", 100]);
});

Deno.test("Trial.load() lets in what waits, for ever or for the host, what goes on for long, and what throws", () => {
  const harmless = [
    "export const a = 1;",
    `${WAITS} await wait(3_600_000); export const a = 1;`,
    "await new Promise(() => {});",
    "for (;;) await new Promise((done) => setTimeout(done, 1));",
    "setInterval(() => {}, 1); await new Promise(() => {});",
    `${WAITS} await wait(5); throw new Error("no");`,
    "setTimeout(() => { throw new Error('late'); }, 5); await new Promise(() => {});",
    "setTimeout(() => { while (true); }, 5);",
  ];
  for (const source of harmless) assertEquals(trialOf(source, { pauseMs: 1000 }).load(), undefined, source);
});

Deno.test("Trial.load(): how long one goes on by itself has an end, however long it may take", () => {
  const began = performance.now();
  const source = "for (;;) await new Promise((done) => setTimeout(done, 1));";
  assertEquals(trialOf(source, { pauseMs: 1e6 }, 1e6).load(), undefined);
  assertEquals(performance.now() - began < 1e5, true);
});
