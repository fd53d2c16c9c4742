import { assert, assertEquals } from "@std/assert";
import { listProcesses } from "@superlearner/otp";
import { groupTree, leader, viewOf } from "./leader.ts";
import { crash, pick, underSeeds } from "./testdata/seeds.ts";

Deno.test("leader: one leads, all know it, and when it dies another does within the same moment", async () => {
  await underSeeds(async ({ system, settle }) => {
    await system.start(groupTree({ size: 4, everyMs: 100, onTick: () => {} }));
    await settle();
    const members = () => listProcesses(system).filter(({ module }) => module === "Member").map(({ pid }) => pid);
    const led = new Set<string>();
    for (let round = 0; round < 8; round++) {
      const now = leader(system);
      assert(now !== undefined && system.isAlive(now));
      led.add(now);
      const views = await Promise.all(members().map((pid) => viewOf(system, pid)));
      assertEquals(views.map((view) => view.leader), [now, now, now, now]);
      crash(system, now);
      await settle();
    }
    assertEquals(led.size, 8);
  });
});

Deno.test("leader: only the leader does the duty, and it is done on, whoever crashes and when", async () => {
  await underSeeds(async ({ system, random, settle, advance }) => {
    const ticks: [time: number, member: number][] = [];
    const onTick = (member: number) => void ticks.push([system.now(), member]);
    await system.start(groupTree({ size: 3, everyMs: 10, onTick }));
    const members = () => listProcesses(system).filter(({ module }) => module === "Member").map(({ pid }) => pid);
    for (let i = 0; i < 20; i++) {
      await advance(25 * random.next());
      crash(system, pick(random, members()));
      await settle();
      const leading = (await Promise.all(members().map((pid) => viewOf(system, pid)))).filter(({ leader: its }, i) =>
        its === members()[i]
      );
      assertEquals([leading.length, members().length], [1, 3]);
    }
    await advance(30);
    for (const [i, [time]] of ticks.entries()) {
      if (i > 0) assert(time - ticks[i - 1]![0] >= 10 - 1e-6, "never two at a time");
    }
    assert(ticks.length > 5);
  });
});
