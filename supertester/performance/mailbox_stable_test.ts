import { ArgumentError, silentLogger, System, whenIdle } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { assertEquals, assertRejects } from "@std/assert";
import { addResultSink, type TestResult } from "../results/result.ts";
import { processRef } from "../waiting/target.ts";
import { assertMailboxStable, MailboxError } from "./mailbox_stable.ts";
import { Keeper } from "./testdata/servers.ts";

const burst = async (system: System, count: number) => {
  const keeper = await system.start(Keeper);
  const fill = async () => {
    for (let each = 0; each < count; each++) keeper.cast("note", "a");
    await whenIdle(system);
  };
  return { keeper, fill };
};

Deno.test("assertMailboxStable: as many as may wait are no failure", async () => {
  await using system = new System();
  const { keeper, fill } = await burst(system, 100);
  const { peak } = await assertMailboxStable(keeper, fill);
  assertEquals(peak, 100);
});

Deno.test("D20: assertMailboxStable fails for a burst of 5000, with all figures", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { keeper } = await burst(system, 0);
  const error = await assertRejects(() =>
    assertMailboxStable(keeper, async () => {
      for (let each = 0; each < 5000; each++) keeper.cast("note", "a");
      await simulation.advance(10);
    }), MailboxError);
  assertEquals(
    error.message,
    "max_size exceeded (actual: 5000)\n" +
      `  mailbox of ${keeper.pid}: 100 may wait at once; 5000 did at the peak, 0 on average\n` +
      "  0 at the start and 0 at the end; 5000 came and 5000 were taken in 10ms, the longest wait was 0ms",
  );
  assertEquals(error.report.peak, 5000);
});

Deno.test("assertMailboxStable: one message more than may wait fails it", async () => {
  await using system = new System();
  const { keeper, fill } = await burst(system, 4);
  const error = await assertRejects(() => assertMailboxStable(keeper, fill, { maxSize: 3 }), MailboxError);
  assertEquals(error.message.split("\n")[0], "max_size exceeded (actual: 4)");
});

Deno.test("D20: assertMailboxStable fails for a process that dies, or is dead, and says how", async () => {
  await using simulation = new Simulation({ logger: silentLogger });
  const { system } = simulation;
  const { keeper } = await burst(system, 0);
  const dies = await assertRejects(() =>
    assertMailboxStable(keeper, async () => {
      await simulation.advance(5);
      for (const kind of ["crash", "crash", "crash"] as const) keeper.cast(kind);
      await simulation.settle();
    }), MailboxError);
  const told = `${keeper} died after 5ms (Error: Broken), and 2 of its messages with it`;
  assertEquals(dies.message.split("\n")[0], told);
  const dead = await assertRejects(() => assertMailboxStable(processRef(system, "ghost"), () => {}), MailboxError);
  assertEquals(dead.message.split("\n")[0], "ghost died after 0ms (noproc)");
});

Deno.test("assertMailboxStable: refuses unknown options, and sizes that are none", async () => {
  await using system = new System();
  const { keeper, fill } = await burst(system, 1);
  const wrong = (options: object) => assertRejects(() => assertMailboxStable(keeper, fill, options), ArgumentError);
  assertEquals((await wrong({ max_size: 5 })).rule, "there is no option of that name (did you mean maxSize)");
  assertEquals((await wrong({ maxSize: -1 })).rule, "maxSize is a whole number from 0 up");
});

Deno.test("assertMailboxStable: its result is published", async () => {
  await using system = new System();
  const { keeper, fill } = await burst(system, 2);
  const results: TestResult[] = [];
  using _sink = addResultSink((result) => results.push(result));
  await assertMailboxStable(keeper, fill, { test: "flood" });
  await assertRejects(() => assertMailboxStable(keeper, fill, { maxSize: 1 }), MailboxError);
  assertEquals(results.map(({ kind, test, name, passed }) => [kind, test, name, passed]), [
    ["performance", "flood", `mailbox of ${keeper.pid}`, true],
    ["performance", "", `mailbox of ${keeper.pid}`, false],
  ]);
});
