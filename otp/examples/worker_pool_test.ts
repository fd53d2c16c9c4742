import { assertEquals } from "@std/assert";
import { listProcesses } from "@superlearner/otp";
import { crash, pick, underSeeds, watch } from "./testdata/seeds.ts";
import { type Answer, poolTree, runJob } from "./worker_pool.ts";

Deno.test("worker pool: every job is answered once, and never more run at a time than there are workers", async () => {
  await underSeeds(async ({ system, random, settle, advance }) => {
    let running = 0;
    let most = 0;
    const wait = () =>
      new Promise<void>((resolve) => system.clock.setAlarm(system.now() + 10 * random.next(), resolve));
    const work = async (job: unknown) => {
      most = Math.max(most, ++running);
      try {
        await wait();
        if (job === "bad") throw new Error("bad");
        return job;
      } finally {
        running--;
      }
    };
    await system.start(poolTree({ size: 3, work }));
    await settle();
    const jobs = Array.from({ length: 20 }, (_, i) => i % 5 === 4 ? "bad" : i);
    const answers = jobs.map((job) => watch<Answer>(runJob(system, job)));
    await advance(1000);
    for (const [i, { value }] of answers.entries()) {
      if (jobs[i] === "bad") assertEquals("crashed" in value!, true);
      else assertEquals(value, { ok: jobs[i] });
    }
    assertEquals([most <= 3, running], [true, 0]);
  }, 30);
});

Deno.test("worker pool: workers that are killed at random moments cost their own job, and are replaced", async () => {
  await underSeeds(async ({ system, random, settle, advance }) => {
    const work = (job: unknown) =>
      new Promise((resolve) => system.clock.setAlarm(system.now() + 5, () => resolve(job)));
    await system.start(poolTree({ size: 3, work }));
    await settle();
    const answers = Array.from(
      { length: 15 },
      (_, job) => watch<Answer>(runJob(system, job)),
    );
    const workers = () => listProcesses(system).filter(({ module }) => module === "Worker").map(({ pid }) => pid);
    let killed = 0;
    for (let i = 0; i < 5; i++) {
      await advance(3 * random.next());
      killed++;
      crash(system, pick(random, workers()));
      await settle();
    }
    await advance(1000);
    const crashed = answers.filter(({ value }) => value !== undefined && "crashed" in value);
    const done = answers.filter(({ value }, job) => value !== undefined && "ok" in value && value.ok === job);
    assertEquals([crashed.length + done.length, crashed.length <= killed, workers().length], [15, true, 3]);
  });
});
