import { assertEquals } from "@std/assert";
import { listProcesses, type System } from "@superlearner/otp";
import { runSaga, sagaTree, type Step } from "./saga.ts";
import { crash, pick, underSeeds, watch } from "./testdata/seeds.ts";

/** Steps that take a while and book something, for each saga once. */
function booking(system: System, log: string[], options: { failing?: string; ms?: () => number } = {}) {
  const booked = new Map<string, Set<string>>();
  const { failing, ms = () => 1 } = options;
  const wait = () => new Promise<void>((resolve) => system.clock.setAlarm(system.now() + ms(), resolve));
  const steps = ["flight", "hotel", "car"].map((name): Step => ({
    name,
    run: async (saga, signal) => {
      await wait();
      signal.throwIfAborted();
      if (name === failing) throw new Error("sold out");
      log.push(name);
      booked.set(saga, (booked.get(saga) ?? new Set()).add(name));
    },
    undo: async (saga, signal) => {
      await wait();
      signal.throwIfAborted();
      log.push(`undo ${name}`);
      booked.get(saga)?.delete(name);
    },
  }));
  return { steps, booked };
}

Deno.test("saga: all steps are done, or those before the one that fails are undone, last first", async () => {
  await underSeeds(async ({ system, advance }) => {
    await system.start(sagaTree());
    for (
      const [failing, ending, expected] of [
        ["none", "done", ["flight", "hotel", "car"]],
        ["car", "undone", ["flight", "hotel", "undo car", "undo hotel", "undo flight"]],
        ["flight", "undone", ["undo flight"]],
      ] as const
    ) {
      const log: string[] = [];
      const fate = watch(runSaga(system, failing, { steps: booking(system, log, { failing }).steps }));
      await advance(100);
      assertEquals([fate.value, log], [ending, [...expected]]);
    }
    assertEquals(listProcesses(system).some(({ module }) => module === "Coordinator"), false);
  }, 10);
});

Deno.test("saga: a coordinator may crash at any moment, also while it undoes: all or nothing is booked in the end", async () => {
  const endings: string[] = [];
  await underSeeds(async ({ system, random, settle, advance }) => {
    await system.start(sagaTree());
    const { steps, booked } = booking(system, [], { ms: () => 3 * random.next() });
    const sagas = ["rome", "oslo", "lima"].map((id) => ({ id, fate: watch(runSaga(system, id, { steps })) }));
    for (let i = 0; i < 4; i++) {
      await advance(4 * random.next());
      const coordinators = listProcesses(system).filter(({ module }) => module === "Coordinator");
      crash(system, pick(random, coordinators)?.pid);
      await settle();
    }
    await advance(1000);
    for (const { id, fate } of sagas) {
      endings.push(String(fate.value));
      assertEquals([...booked.get(id) ?? []], fate.value === "done" ? ["flight", "hotel", "car"] : []);
    }
  });
  assertEquals(new Set(endings), new Set(["done", "undone"]));
});
