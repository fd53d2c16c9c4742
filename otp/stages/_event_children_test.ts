import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, type Down, DynamicSupervisor, GenServer, type Receiver, type System, Task } from "../mod.ts";
import { everyOrder } from "../testdata/world.ts";
import { EventChildren } from "./_event_children.ts";
import type { StageSubscription } from "./protocol.ts";

const Child = GenServer.define({ name: "Child", init: (event: number) => event });

/** Children of a process that is worked by hand, whose producer is the process itself: it sees what is asked for. */
async function world(system: System, child: ConstructorParameters<typeof EventChildren>[2]) {
  const me = system.attach();
  const supervisor = await system.start(DynamicSupervisor.define());
  const children = new EventChildren(me, supervisor, child);
  const subscription: StageSubscription = { ref: me.alias(), producer: me.pid, consumer: me.pid };
  return { me, supervisor, children, subscription, asked: () => askedOf(me) };
}

function isDown(message: unknown): boolean {
  return (message as { type?: unknown }).type === "DOWN";
}

/** The demand that has been sent so far. */
async function askedOf(me: Receiver): Promise<number[]> {
  const asked: number[] = [];
  for (;;) {
    const message = await me.receive({ $stage: "ask" }, { timeoutMs: 0 });
    if (message === undefined) return asked;
    asked.push(message["count"] as number);
  }
}

Deno.test("EventChildren asks for all at first, then for what has ended, when that is enough", async () => {
  await everyOrder(async ({ system }) => {
    const { children, subscription, supervisor, asked } = await world(
      system,
      (event: number) => Child.child({ args: [event], restart: "temporary" }),
    );
    children.subscribed(subscription, { maxDemand: 4, minDemand: 2 });
    assertEquals(await asked(), [4]);
    for (let event = 0; event < 4; event++) await children.begin(event, subscription);
    const pids = (await supervisor.whichChildren()).map(({ pid }) => pid as `<0.${number}.0>`);
    assertEquals(await children.terminate(pids[0]!), true);
    assertEquals([await children.terminate(pids[0]!), await asked()], [false, []]);
    await children.terminate(pids[1]!);
    assertEquals(await asked(), [2]);
    children.cancelled(subscription);
    for (const pid of pids.slice(2)) await children.terminate(pid);
    assertEquals([await asked(), (await supervisor.countChildren()).active], [[], 0]);
  }, 3);
});

Deno.test("EventChildren counts what does not start as ended, and refuses permanent children", async () => {
  await everyOrder(async ({ system }) => {
    const Ignoring = GenServer.define({ name: "Ignoring", init: () => GenServer.ignore() });
    const { children, subscription, asked } = await world(
      system,
      (restart: "temporary" | "transient") => Ignoring.child({ restart }),
    );
    children.subscribed(subscription, { maxDemand: 1, minDemand: 0 });
    for (const restart of ["temporary", "transient"]) await children.begin(restart, subscription);
    assertEquals(await asked(), [1, 1, 1]);
    const permanent = await world(system, () => Child.child({ args: [1] }));
    await assertRejects(() => permanent.children.begin(0, subscription), ArgumentError, "it is temporary or transient");
  }, 3);
});

Deno.test("EventChildren hears of the end of a task, whenever that comes", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { me, children, subscription, asked } = await world(system, () => Task.child(() => 1));
    children.subscribed(subscription, { maxDemand: 2, minDemand: 0 });
    await children.begin(0, subscription);
    await children.begin(1, subscription);
    await settle();
    for (;;) {
      const down = await me.receive((message): message is Down => isDown(message), { timeoutMs: 0 });
      if (down === undefined) break;
      await children.down(down);
    }
    assertEquals(await asked(), [2, 2]);
  }, 3);
});
