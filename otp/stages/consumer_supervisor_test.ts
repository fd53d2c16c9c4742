import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, type Pid, Supervisor, type System, Task } from "../mod.ts";
import { deathsOf, everyOrder } from "../testdata/world.ts";
import { ConsumerSupervisor } from "./consumer_supervisor.ts";
import { counting, figuresOf } from "./testdata/stages.ts";

/** A child that ends when it is told to. */
const Worker = GenServer.define({
  name: "Worker",
  init: (event: number) => event,
  calls: { event: (event) => [event, event] },
  casts: {
    finish: (event) => GenServer.stop("normal", event),
    crash: () => {
      throw new Error("told to");
    },
  },
});

/** Children up to `maxDemand`, each of one number. */
async function world(
  system: System,
  options: { restart?: "temporary" | "transient"; maxDemand?: number; minDemand?: number; maxRestarts?: number } = {},
) {
  const { restart = "temporary", maxDemand = 3, minDemand = 0, maxRestarts = 3 } = options;
  const { definition, demands } = counting();
  const source = await system.start(definition);
  const Workers = ConsumerSupervisor.define({
    name: "Workers",
    maxRestarts,
    child: (event: number) => Worker.child({ args: [event], restart }),
    subscribeTo: () => [{ to: source, maxDemand, minDemand, cancel: "temporary" }],
  });
  const workers = await system.start(Workers, { name: "workers" });
  const children = async () =>
    (await workers.whichChildren()).map(({ pid }) => Worker.at(system, pid as Pid)).filter((each) => each.alive);
  return { source, demands, workers, children };
}

Deno.test("ConsumerSupervisor starts a child for each event, and never more than maxDemand", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { demands, workers, children } = await world(system, { minDemand: 2 });
    await settle();
    assertEquals([demands, (await workers.countChildren()).active], [[3], 3]);
    for (let round = 0; round < 5; round++) {
      const [oldest] = await children();
      oldest!.cast("finish");
      await settle();
      assertEquals((await workers.countChildren()).active, 3);
    }
    const events = await Promise.all((await children()).map((each) => each.call("event")));
    assertEquals([events.length, Math.max(...events), demands], [3, 7, [3, 1, 1, 1, 1, 1]]);
  }, 5);
});

Deno.test("ConsumerSupervisor asks again when maxDemand - minDemand children have ended, however they ended", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { demands, workers, children } = await world(system);
    await settle();
    const [one, two, three] = await children();
    one!.cast("finish");
    two!.cast("crash");
    await settle();
    assertEquals([demands, (await workers.countChildren()).active], [[3], 1]);
    assert(await workers.terminateChild(three!.pid!));
    await settle();
    assertEquals([demands, (await workers.countChildren()).active], [[3, 3], 3]);
    assertEquals(await workers.terminateChild("<0.999.0>"), false);
  }, 5);
});

Deno.test("ConsumerSupervisor starts a transient child again after a crash: its place stays taken", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { demands, workers, children } = await world(system, { restart: "transient", minDemand: 2 });
    await settle();
    for (let crash = 0; crash < 3; crash++) {
      (await children())[0]!.cast("crash");
      await settle();
    }
    const events = await Promise.all((await children()).map((each) => each.call("event")));
    assertEquals([events.toSorted(), demands], [[0, 1, 2], [3]]);
    (await children()).forEach((each) => each.cast("finish"));
    await settle();
    assertEquals([demands.length, (await workers.countChildren()).active], [4, 3]);
  }, 5);
});

Deno.test("ConsumerSupervisor starts a transient task again that crashes at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const tries = new Map<number, number>();
    const source = await system.start(counting({ idle: true }).definition);
    const run = (event: number) => {
      tries.set(event, (tries.get(event) ?? 0) + 1);
      if (tries.get(event)! < 3) throw new Error("not yet");
    };
    const Jobs = ConsumerSupervisor.define({
      maxRestarts: 100,
      child: (event: number) => Task.child(() => run(event), { restart: "transient" }),
    });
    const jobs = await system.start(Jobs);
    await jobs.subscribe(source, { maxDemand: 2, minDemand: 1 });
    source.cast("emit", 5);
    await settle();
    assertEquals([...tries].toSorted(), [[0, 3], [1, 3], [2, 3], [3, 3], [4, 3]]);
    assertEquals((await jobs.countChildren()).specs, 0);
  }, 5);
});

Deno.test("ConsumerSupervisor keeps the place of a child between two tries, and finds it when it is up", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    let starts = 0;
    const Moody = GenServer.define({
      name: "Moody",
      init: (event: number) => {
        if (++starts > 1 && starts < 20) throw new Error("not now");
        return event;
      },
      casts: {
        finish: (event) => GenServer.stop("normal", event),
        crash: () => {
          throw new Error("told to");
        },
      },
    });
    const { definition, demands } = counting();
    const source = await system.start(definition);
    const Moods = ConsumerSupervisor.define({
      maxRestarts: 100,
      child: (event: number) => Moody.child({ args: [event], restart: "transient", name: `mood${event}` }),
      subscribeTo: () => [{ to: source, maxDemand: 1 }],
    });
    const moods = await system.start(Moods);
    await settle();
    Moody.at(system, "mood0").cast("crash");
    await settle();
    await advance(200);
    assertEquals([starts, demands, (await moods.countChildren()).active], [20, [1], 1]);
    Moody.at(system, "mood0").cast("finish");
    await settle();
    assertEquals([demands, system.whereis("mood1") !== undefined], [[1, 1], true]);
  }, 20);
});

Deno.test("ConsumerSupervisor gives up with its children when they crash too often", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { workers, children } = await world(system, { restart: "transient", maxRestarts: 0 });
    const deaths = deathsOf(system);
    await settle();
    (await children())[0]!.cast("crash");
    await settle();
    assertEquals([workers.alive, system.processCount, deaths.size], [false, 1, 5]); // the source is left
  }, 5);
});

Deno.test("ConsumerSupervisor shuts its children down before it ends, as a supervisor's child", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting();
    const source = await system.start(definition);
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const Slow = GenServer.define({
      name: "Slow",
      init: (event: number) => event,
      trapExit: true,
      terminate: async (event) => {
        await gate.promise;
        order.push(`child ${event}`);
      },
    });
    const Slows = ConsumerSupervisor.define({
      child: (event: number) => Slow.child({ args: [event], restart: "temporary" }),
      subscribeTo: () => [{ to: source, maxDemand: 2 }],
    });
    const tree = await system.start(Supervisor.define({ children: [Slows.child({ name: "slows" })] }));
    await settle();
    assertEquals((await tree.whichChildren())[0]!.type, "supervisor");
    const stopped = tree.stop().then(() => order.push("tree"));
    await settle();
    assertEquals(order, []);
    gate.resolve();
    await settle();
    await stopped;
    assertEquals(order.toSorted(), ["child 0", "child 1", "tree"]);
  }, 1);
});

Deno.test("ConsumerSupervisor counts what does not start as ended, and goes on; children outlive a subscription", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting();
    const source = await system.start(definition);
    const Odd = ConsumerSupervisor.define({
      child: (event: number) =>
        Worker.child({ args: [event], restart: "temporary", name: event < 4 ? "one" : `w${event}` }),
    });
    const odd = await system.start(Odd);
    const subscription = await odd.subscribe(source, { maxDemand: 2, minDemand: 1, cancel: "temporary" });
    await settle();
    assertEquals([demands, (await odd.countChildren()).active], [[2, 1, 1, 1], 2]);
    const next = await odd.resubscribe(subscription, { to: source, maxDemand: 1, cancel: "temporary" });
    await settle();
    assertEquals([(await odd.countChildren()).active, next.ref === subscription.ref], [3, false]);
    assertEquals(figuresOf(system, odd).producers, 1);
  }, 3);
});

Deno.test("ConsumerSupervisor runs tasks, and refuses permanent children and specs that are none", async () => {
  await everyOrder(async ({ system, settle }) => {
    const seen: number[] = [];
    const { definition } = counting({ idle: true });
    const source = await system.start(definition);
    const Jobs = ConsumerSupervisor.define({ child: (event: number) => Task.child(() => void seen.push(event)) });
    const jobs = await system.start(Jobs);
    await jobs.subscribe(source, { maxDemand: 2 });
    source.cast("emit", 5);
    await settle();
    assertEquals(seen.toSorted(), [0, 1, 2, 3, 4]); // each that has ended makes room for the next
    const Wrong = ConsumerSupervisor.define({ child: (event: number) => Worker.child({ args: [event] }) });
    const wrong = await system.start(Wrong);
    await wrong.subscribe(source);
    await jobs.stop();
    source.cast("emit", 1);
    await settle();
    assertEquals(wrong.alive, false);
  }, 3);
  for (const spec of [{}, { child: 5 }, { child: () => 1, maxRestarts: -1 }]) {
    assertThrows(() => ConsumerSupervisor.define(spec as never), ArgumentError);
  }
});

Deno.test("ConsumerSupervisorRef.subscribe() and resubscribe() refuse what is none", async () => {
  await everyOrder(async ({ system }) => {
    const { workers, source } = await world(system);
    await assertRejects(() => workers.subscribe(source, { maxDemand: 0 }), ArgumentError, "maxDemand");
    await assertRejects(() => workers.subscribe(source, null as never), ArgumentError, "the options are an object");
    await assertRejects(
      () => workers.resubscribe({ ref: "#x" } as never, { to: source }),
      ArgumentError,
      "it is a subscription of",
    );
  }, 1);
});
