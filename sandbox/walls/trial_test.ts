import { assert, assertEquals } from "@std/assert";
import { encode } from "../guest/codec.ts";
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

const PLAN = { from: 1, to: 2, migrates: true };

function tried(source: string | Record<string, string>, { states = "[]", plan = PLAN, anew = [/./] } = {}) {
  const asked: string[] = [];
  const ground = {
    isAnew: (path: string) => anew.some((each) => each.test(path)),
    sample: (places: string) => (asked.push(places), states),
  };
  const steps = trialOf(source).steps(plan, ground);
  for (let rests = 0;; rests++) {
    const { done, value } = steps.next();
    if (done) return { endless: value, rests, asked };
  }
}

Deno.test("Trial.steps(): an upgrade that spins, at once or later, is found after all else had its way", () => {
  const spins = [
    "export const upgrade = () => { while (true); };",
    `${WAITS} export const upgrade = async () => { await wait(1e6); while (true); };`,
  ];
  for (const source of spins) {
    const { endless, rests } = tried(source);
    assert(endless?.kind === "endless", source);
    assertEquals([endless.limit, rests], ["pauseMs", 1], source);
  }
  const harmless = [
    "export const upgrade = (system, { from, to }) => { if (from !== 1 || to !== 2) while (true); };",
    "export const upgrade = () => { throw new Error('no'); };",
    "setInterval(() => {}, 1); export const upgrade = () => new Promise(() => {});",
  ];
  for (const source of harmless) assertEquals(tried(source).endless, undefined, source);
  assertEquals(tried("export const a = 1;").rests, 0);
});

Deno.test("Trial.steps(): a codeChange that spins is found on states that were told, and whose it was", () => {
  const told = [1, 2n, 3].map((state, at) => encode([0, `<0.${7 + at}.0>`, undefined, state]));
  const states = `[${told.join(",")}]`;
  const counter = (codeChange: string) =>
    `import { GenServer } from "@superlearner/otp";
    GenServer.define({ name: "Counter", init: () => 0, codeChange: ${codeChange} });`;
  const change = (pid: string) => ({ kind: "endless_change", pid, limit: "pauseMs", limitMs: 50 });
  const third = tried(counter("(from, n) => { if (n === 3 && from === 1) while (true); }"), { states });
  assertEquals([third.endless as unknown, third.asked], [change("<0.9.0>"), [
    '[["/main.ts","GenServer","Counter",0]]',
  ]]);
  const wait = "await new Promise((done) => setTimeout(done, 1e6))";
  assertEquals(
    tried(counter(`async () => { ${wait}; while (true); }`), { states }).endless,
    change("<0.9.0>") as never,
  );
  const spins = counter("() => { while (true); }");
  const untried = [
    tried(spins, { states: "[]" }),
    tried(spins, { states, plan: { ...PLAN, migrates: false } }),
    tried(spins, { states, anew: [] }),
    tried(counter("() => { throw new Error('no'); }"), { states }),
    tried(`${spins} throw new Error("no");`, { states }),
    tried(`${spins} await new Promise(() => {});`, { states }),
  ];
  assertEquals(untried.map(({ endless }) => endless), untried.map(() => undefined));
});
