import { assert, assertEquals } from "@std/assert";
import { listProcesses } from "@superlearner/otp";
import { addJob, type Job, queueTree, reportOf } from "./job_queue.ts";
import { crash, pick, underSeeds } from "./testdata/seeds.ts";

Deno.test("job queue: a job that fails is tried again, later and later, and given up in the end", async () => {
  await underSeeds(async ({ system, settle, advance }) => {
    const tries: number[] = [];
    const work = () => {
      tries.push(system.now());
      throw new Error("always");
    };
    await system.start(queueTree({ workers: 2, work, maxTries: 4, backoffMs: 100 }));
    await addJob(system, "hopeless");
    await settle();
    assertEquals([tries.length, (await reportOf(system)).left], [1, 1]);
    await advance(60_000);
    const waits = tries.slice(1).map((time, i) => time - tries[i]!);
    assertEquals(waits.length, 3);
    for (const [i, wait] of waits.entries()) assert(wait >= 100 * 2 ** i && wait <= 150 * 2 ** i, `${waits}`);
    assertEquals(await reportOf(system), { left: 0, done: [], givenUp: [0] });
  }, 10);
});

Deno.test("job queue: no job is lost when workers crash at random moments, and each is done", async () => {
  await underSeeds(async ({ system, random, settle, advance }) => {
    const done = new Set<unknown>();
    const work = async ({ task }: Job) => {
      await new Promise<void>((resolve) => system.clock.setAlarm(system.now() + 10 * random.next(), resolve));
      done.add(task);
    };
    await system.start(queueTree({ workers: 3, work, maxTries: Infinity, backoffMs: 1 }));
    const workers = () => listProcesses(system).filter(({ module }) => module === "Worker").map(({ pid }) => pid);
    for (let task = 0; task < 30; task++) {
      assertEquals(await addJob(system, task), task);
      if (random.next() < 0.5) crash(system, pick(random, workers()));
      if (random.next() < 0.1) crash(system, system.whereis("workers"));
      await settle();
      await advance(4 * random.next());
    }
    await advance(10_000);
    const report = await reportOf(system);
    assertEquals([report.left, report.done.toSorted((a, b) => a - b)], [
      0,
      [...done].sort((a, b) => Number(a) - Number(b)),
    ]);
    assertEquals([done.size, workers().length], [30, 3]);
  });
});
