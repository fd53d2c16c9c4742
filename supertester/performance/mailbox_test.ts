import {
  ArgumentError,
  formatReason,
  type ProcessRef,
  silentLogger,
  Supervisor,
  sys,
  System,
  whenIdle,
} from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { assertEquals, assertRejects } from "@std/assert";
import { processRef } from "../waiting/target.ts";
import { measureMailbox } from "./mailbox.ts";
import { Keeper } from "./testdata/servers.ts";

Deno.test("D20: a burst of 5000 messages has its exact peak, and all are counted", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const report = await measureMailbox(keeper, async () => {
    for (let each = 0; each < 5000; each++) keeper.cast("note", `${each}`);
    await whenIdle(system);
  });
  const { peak, received, taken, initial, final, process } = report;
  assertEquals({ peak, received, taken, initial, final, process }, {
    peak: 5000,
    received: 5000,
    taken: 5000,
    initial: 0,
    final: 0,
    process: keeper.pid!,
  });
  assertEquals("died" in report, false);
});

Deno.test("D20: a server that dies is part of the report, and no error", async () => {
  await using system = new System({ logger: silentLogger });
  const keeper = await system.start(Keeper);
  const report = await measureMailbox(keeper, async () => {
    keeper.cast("note", "a");
    keeper.cast("crash");
    for (let each = 0; each < 10; each++) keeper.cast("note", "lost");
    await whenIdle(system);
    keeper.cast("note", "nobody hears");
  });
  assertEquals([report.peak, report.received, report.taken, report.final], [12, 12, 2, 0]);
  assertEquals(report.died?.unhandled, 10);
  assertEquals(formatReason(report.died!.reason), "Error: Broken");
});

Deno.test("D20: nobody there is part of the report as well, told from who has crashed before", async () => {
  await using system = new System({ logger: silentLogger });
  let runs = 0;
  const nobody = await measureMailbox(processRef(system, "nobody"), () => void runs++);
  assertEquals([nobody.process, nobody.peak, nobody.died], ["nobody", 0, {
    reason: "noproc",
    afterMs: 0,
    unhandled: 0,
  }]);
  const keeper = await system.start(Keeper);
  keeper.cast("crash");
  await whenIdle(system);
  const { died } = await measureMailbox(keeper, () => void runs++);
  assertEquals([formatReason(died!.reason), runs], ["Error: Broken", 2]);
});

Deno.test("case 22: a peak shorter than any sampling period is exact, in virtual time", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  const { peak, mean, longestWaitMs, durationMs } = await measureMailbox(keeper, async () => {
    await simulation.advance(50);
    for (let each = 0; each < 7; each++) keeper.cast("note", "all of this takes no time");
    await simulation.advance(50);
  });
  assertEquals({ peak, mean, longestWaitMs, durationMs }, { peak: 7, mean: 0, longestWaitMs: 0, durationMs: 100 });
});

Deno.test("measureMailbox: mean and longest wait are those of System time", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  const { peak, mean, longestWaitMs, durationMs, taken } = await measureMailbox(keeper, async () => {
    const calls = [keeper.call("work", 30), keeper.call("work", 10), keeper.call("work", 20)];
    await simulation.until(Promise.all(calls));
    await simulation.advance(40);
  });
  // Three come at once and the first is taken; two wait for 30 ms, one for 10 ms more.
  assertEquals({ peak, mean, longestWaitMs, durationMs, taken }, {
    peak: 3,
    mean: (2 * 30 + 1 * 10) / 100,
    longestWaitMs: 40,
    durationMs: 100,
    taken: 3,
  });
});

Deno.test("measureMailbox: what waits already is told, and what waits still", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper, { name: "keeper" });
  sys.suspend(system, "keeper");
  for (let each = 0; each < 3; each++) keeper.cast("note", "before");
  const { initial, peak, final } = await measureMailbox(system.whereis(Keeper, "keeper"), () => {
    keeper.cast("note", "during");
  });
  assertEquals([initial, peak, final], [3, 4, 4]);
});

Deno.test("measureMailbox: a process that picks its messages is followed as well", async () => {
  await using system = new System();
  const pid = system.spawn(async (self) => {
    await self.receive((message) => message === "go");
    await self.receive();
    await self.receive();
  }, { name: "picky" });
  const { peak, taken, died } = await measureMailbox(processRef(system, pid), async () => {
    for (const message of [1, 2, "go"]) system.send(pid, message);
    await whenIdle(system);
  });
  assertEquals([peak, taken, died?.reason], [3, 3, "normal"]);
});

Deno.test("measureMailbox: what the function throws is thrown, and nothing is traced any more", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  await assertRejects(
    () =>
      measureMailbox(keeper, () => {
        throw new RangeError("Broken test");
      }),
    RangeError,
    "Broken test",
  );
  assertEquals(system.events.active, false);
});

Deno.test("measureMailbox: two may follow one process at a time", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const burst = async () => {
    for (let each = 0; each < 10; each++) keeper.cast("note", "a");
    await whenIdle(system);
  };
  let inner = 0;
  const outer = await measureMailbox(keeper, async () => {
    inner = (await measureMailbox(keeper, burst)).peak;
    await burst();
  });
  assertEquals([inner, outer.peak, outer.received], [10, 10, 20]);
});

Deno.test("measureMailbox: refuses what is no ref, and no function", async () => {
  await using system = new System();
  await assertRejects(() => measureMailbox("keeper" as unknown as ProcessRef, () => {}), ArgumentError, "it is a ref");
  const keeper = await system.start(Keeper);
  await assertRejects(() => measureMailbox(keeper, 5 as never), ArgumentError, "what is run is a function");
});

Deno.test("measureMailbox: of a supervisor, which does not tell what it takes, peak and end are exact as well", async () => {
  await using system = new System({ logger: silentLogger });
  const tree = await system.start(Supervisor.define({
    maxRestarts: 10,
    children: [Keeper.child({ id: "one" }), Keeper.child({ id: "two" })],
  }));
  const children = await tree.whichChildren();
  const { peak, final, received } = await measureMailbox(tree, async () => {
    for (const { pid } of children) system.exit(pid!, "kill");
    await whenIdle(system);
  });
  assertEquals([peak, final, received], [2, 0, 2]);
});
