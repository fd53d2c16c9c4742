import { assertEquals, assertRejects } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { StartError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { System } from "../system.ts";
import { deathsOf, eventsOf, everyOrder, fateOf, mailOf, notebook, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import { Supervisor } from "../supervision/supervisor.ts";

const Refusing = GenServer.define({
  name: "Refusing",
  init: () => GenServer.error({ no_such_file: "a.txt" }),
});
const RefusingMachine = GenStateMachine.define<{ state: "a"; data: number }>({
  name: "RefusingMachine",
  init: () => GenStateMachine.error({ no_such_file: "a.txt" }),
  states: { a: () => GenStateMachine.keepStateAndData() },
});

/** A server that keeps what comes, and says when it ends. */
function makeTrapping() {
  const ends: unknown[] = [];
  const Trapping = GenServer.define({
    name: "Trapping",
    init: () => [] as unknown[],
    trapExit: true,
    calls: { mail: (state) => [state, state] },
    handleInfo: (state, message) => [...state, message],
    terminate: (_state, reason) => void ends.push(reason),
  });
  return { Trapping, ends };
}

Deno.test("GenServer.error(): init that cannot start fails the start, dies normal and harms nobody", async () => {
  for (const definition of [Refusing, RefusingMachine]) {
    await everyOrder(async ({ system, settle }) => {
      const deaths = deathsOf(system);
      const error = await assertRejects(() => system.start(definition, { name: "r" }), StartError);
      assertEquals([error.reason, [...deaths.values()]], [{ no_such_file: "a.txt" }, ["normal"]]);
      assertEquals(system.whereis("r"), undefined);
      let failed: unknown;
      const starter = system.spawn(async (self) => { // linked, and does not trap
        failed = await definition.start(self).catch(reasonIn);
        await self.receive();
      });
      await settle();
      assertEquals([failed, system.isAlive(starter)], [{ no_such_file: "a.txt" }, true]);
      const me = system.attach();
      me.trapExit = true;
      await assertRejects(() => definition.start(me), StartError);
      assertEquals(await mailOf(me), []);
    }, 3);
  }
});

Deno.test("GenServer.error() is reported by no crash, and fails a supervisor's start like any other reason", async () => {
  const logger = notebook();
  await using system = new System({ logger });
  const Tree = Supervisor.define({ children: [Refusing.child({ id: "r" })] });
  const error = await assertRejects(() => system.start(Tree), StartError);
  const reason = { failed_to_start_child: { id: "r", reason: { no_such_file: "a.txt" } } };
  assertEquals([error.reason, logger.crashes.length], [{ shutdown: reason }, 0]);
});

Deno.test("GenServer.error() is a result of init alone", async () => {
  await everyOrder(async ({ system }) => {
    const late = () => GenServer.error("late");
    const Odd = GenServer.define({ name: "Odd", init: () => 0, calls: { late } });
    const odd = await system.start(Odd);
    const error = await assertRejects(() => odd.call("late"));
    assertEquals(reasonIn(error), { bad_return_value: "error" });
  }, 1);
});

Deno.test("GenServer.stop() with the word ignore is a stop, and kills", async () => {
  await everyOrder(async ({ system }) => {
    const deaths = deathsOf(system);
    const Odd = GenServer.define({ name: "Odd", init: () => GenServer.stop("ignore") });
    await assertRejects(() => system.start(Odd), StartError);
    assertEquals([...deaths.values()], ["ignore"]);
  }, 1);
});

Deno.test("start() without a link: the starter's exit signal goes to handleInfo, its death to nobody", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Trapping, ends } = makeTrapping();
    const me = system.attach();
    const server = await Trapping.start(me, { link: false });
    me.sendExit(server.pid!, "shutdown");
    assertEquals(await server.call("mail"), [{ type: "EXIT", pid: me.pid, reason: "shutdown" }]);
    assertEquals([ends, processInfo(system, server.pid!)?.parent], [[], me.pid]);
    sys.suspend(system, server.pid!);
    me.sendExit(server.pid!, "shutdown"); // waits, as any message does
    sys.resume(system, server.pid!);
    system.exit(me.pid, "boom");
    await settle();
    assertEquals([server.alive, (await Trapping.at(system, server.pid!).call("mail")).length], [true, 2]);

    const other = system.attach();
    const linked = await Trapping.start(other);
    other.sendExit(linked.pid!, "shutdown");
    await settle();
    assertEquals([ends, linked.alive], [["shutdown"], false]);
  }, 10);
});

Deno.test("start() without a link, by a supervisor's start function: it obeys the supervisor all the same", async () => {
  await everyOrder(async ({ system }) => {
    const { Trapping, ends } = makeTrapping();
    const start = async (self: Self) => (await Trapping.start(self, { link: false })).pid!;
    const tree = await system.start(Supervisor.define({ children: [{ id: "t", start }] }));
    const [child] = await tree.whichChildren();
    await tree.stop();
    assertEquals([ends, system.isAlive(child!.pid as "<0.1.0>")], [["shutdown"], false]);
  }, 3);
});

Deno.test("an init that exits by itself, or is killed from outside, fails the start with that reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Leaving = GenServer.define({
      name: "Leaving",
      init(): number {
        return this.exit("normal");
      },
    });
    const error = await assertRejects(() => system.start(Leaving), StartError);
    assertEquals(error.reason, "normal");
    const Stuck = GenServer.define({ name: "Stuck", init: () => new Promise<number>(() => {}) });
    const start = fateOf(system.start(Stuck, { name: "stuck" }));
    await settle();
    const starts = eventsOf(system, "process.exited");
    system.exit("stuck", "boom");
    await settle();
    assertEquals([reasonIn(start.error), starts.length], ["boom", 1]);
  }, 3);
});
