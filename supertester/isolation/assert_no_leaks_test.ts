import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, DynamicSupervisor, GenServer, System, TaskSupervisor } from "@superlearner/otp";
import { castAndSync } from "../waiting/sync.ts";
import { assertNoLeaks } from "./assert_no_leaks.ts";
import { LeakError } from "./leaks.ts";

const Session = GenServer.define({ name: "Session", init: () => 0 });
const Watcher = GenServer.define({
  name: "Watcher",
  init: () => 0,
  casts: {
    watch(count, pid: `<${string}>`, self) {
      self.monitor(pid as never);
      return count + 1;
    },
  },
});

Deno.test("D21: a child started through a supervisor that was there is a leak, with who started it", async () => {
  await using system = new System();
  const sessions = await system.start(DynamicSupervisor.define());
  const tasks = await system.start(TaskSupervisor.define());
  const error = await assertRejects(() =>
    assertNoLeaks(system, async () => {
      await sessions.startChild(Session.child());
      tasks.startChild(() => new Promise(() => {}));
    }), LeakError);
  assertEquals(error.leaks.map(({ kind }) => kind), ["process", "process"]);
  assertStringIncludes(error.message, "(GenServer Session), by <0.1.0> (DynamicSupervisor");
  await assertNoLeaks(system, () => sessions.startChild(Session.child()), { kinds: ["timer"] });
});

Deno.test("assertNoLeaks: what is gone by the end is none, and what was there before neither; gives the result", async () => {
  await using system = new System();
  system.sendAfter("nobody", 1, { delayMs: 60_000 });
  using _events = system.events.subscribe(() => {});
  const value = await assertNoLeaks(system, async () => {
    const session = await system.start(Session);
    system.events.subscribe(() => {})[Symbol.dispose]();
    await session.stop();
    return 7;
  });
  assertEquals(value, 7);
});

Deno.test("case 14: timers, subscriptions, names and monitors are leaks of their own", async () => {
  await using system = new System();
  const watcher = await system.start(Watcher);
  const session = await system.start(Session);
  const error = await assertRejects(() =>
    assertNoLeaks(system, async () => {
      system.sendAfter("nobody", "tea", { delayMs: 60_000 });
      system.events.subscribe(() => {}, { types: ["node.up"] });
      system.register("late", session.pid!);
      await castAndSync(watcher, "watch", { payload: session.pid! });
    }), LeakError);
  assertEquals(error.message.split("\n"), [
    "Left behind by what was run:",
    '  timer #Ref<0.1> of 60000 ms to nobody, message "tea"',
    "  subscription to node.up",
    '  name "late" of <0.2.0>',
    "  monitor of <0.1.0> on <0.2.0> (Session)",
  ]);
});

Deno.test("assertNoLeaks: what is no function and no kind is refused; what is thrown goes on", async () => {
  await using system = new System();
  await assertRejects(() => assertNoLeaks(system, 7 as never), ArgumentError, "what is run is a function");
  await assertRejects(() => assertNoLeaks(system, () => {}, { kinds: ["cat"] as never }), ArgumentError, 'got "cat"');
  await assertRejects(() => assertNoLeaks(system, () => Promise.reject(new RangeError("own"))), RangeError, "own");
});
