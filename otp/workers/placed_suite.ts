/** What holds for a placed process, be it in a worker or in a subprocess. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ServerRef } from "../behaviours/server_ref.ts";
import { startMonitor } from "../behaviours/start_monitor.ts";
import type { EventType } from "../events/event.ts";
import { listProcesses, processInfo } from "../introspection/process_info.ts";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { CallError, StartError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Down } from "../processes/messages.ts";
import type { Pid } from "../processes/pid.ts";
import { silentLogger } from "../processes/reporter.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { System } from "../system.ts";
import { nextTask, reasonIn } from "../testdata/world.ts";
import type { PlaceOptions } from "./place_options.ts";
import { placed, type PlacedDefinition } from "./placed.ts";
import { Trouble, type TroubleCalls, type TroubleCasts, type TroubleMode } from "./testdata/trouble.ts";

/** A placed `Trouble`. */
export type PlacedTrouble = PlacedDefinition<
  ServerRef<TroubleCalls, TroubleCasts>,
  [mode?: TroubleMode]
>;

/** Where a module of the test data is. */
export function moduleOf(name: string): URL {
  return new URL(`./testdata/${name}`, import.meta.url);
}

/** Trouble in a place of its own. */
export function troubleIn(placement: PlaceOptions["placement"], options: Partial<PlaceOptions> = {}): PlacedTrouble {
  return placed(Trouble, { placement, module: moduleOf("trouble.ts"), ...options });
}

/** A System whose reports nobody reads. */
export function quiet(): System {
  return new System({ logger: silentLogger });
}

/** What a process dies with. */
export async function deathOf(system: System, pid: Pid, cause: () => unknown): Promise<ExitReason> {
  const me = system.attach();
  me.monitor(pid);
  cause();
  const { reason } = await me.receive<Down>();
  return reason;
}

/** Waits for an event of a kind. */
export function eventOf(system: System, type: EventType): Promise<unknown> {
  return new Promise((resolve) => {
    const subscription = system.events.subscribe((event) => {
      subscription.unsubscribe();
      resolve(event);
    }, { types: [type] });
  });
}

/** Registers the suite for one placement. */
export function placedSuite(placement: PlaceOptions["placement"]): void {
  const test = (what: string, body: (system: System) => Promise<void>) =>
    Deno.test(`placed() in a ${placement}: ${what}`, async () => {
      await using system = quiet();
      await body(system);
    });

  test("children of a DynamicSupervisor as any others: each is known, started again, and terminated", async (system) => {
    const rooms = await system.start(DynamicSupervisor.define());
    const [one, other] = [
      await rooms.startChild(troubleIn(placement).child()),
      await rooms.startChild(troubleIn(placement).child()),
    ];
    assertEquals((await rooms.whichChildren()).map(({ pid }) => pid), [one.pid, other.pid]);
    const restarted = eventOf(system, "child.restarted");
    system.exit(one.pid!, "kill");
    await restarted;
    assertEquals(await rooms.countChildren(), { specs: 2, active: 2, supervisors: 0, workers: 2 });
    await rooms.terminateChild(other.pid!);
    assertEquals((await rooms.whichChildren()).length, 1);
  });

  test("a child of a supervisor as any other, started again after a crash", async (system) => {
    const Tree = Supervisor.define({
      name: "Tree",
      children: [troubleIn(placement).child({ id: "far", name: "far" })],
    });
    const tree = await system.start(Tree, { name: "tree" });
    const far = system.whereis(troubleIn(placement), "far");
    const first = far.pid!;
    assert(first.startsWith(`<${placement}-1.`), first);
    far.cast("add", 2);
    assertEquals(await far.call("count"), 2);

    const [top] = supervisionTree(system);
    const [leaf] = top!.children;
    assertEquals([leaf?.pid, leaf?.module, leaf?.placement?.kind], [first, "Trouble", placement]);
    const info = processInfo(system, first);
    assertEquals([info?.name, info?.behaviour, info?.placement?.node], ["far", "GenServer", `${placement}-1`]);
    assertEquals(info?.calls.includes("count"), true);
    assertEquals(processInfo(system, tree.pid!)?.links, [first]);

    const restarted = eventOf(system, "child.restarted");
    await assertRejects(() => far.call("read", "/nowhere"), CallError);
    await restarted;
    assertEquals(await far.call("count"), 0);
    assert(far.pid !== first);
    assertEquals(system.isAlive(first), false);
  });

  test("it may do nothing that it was not allowed, and dies of trying", async (system) => {
    const far = await system.start(troubleIn(placement));
    assertEquals(await far.call("rights"), []);
    const refused = await assertRejects(() => far.call("read", "/etc/hostname"), CallError);
    assertEquals((refused.reason as { error: { name: string } }).error.name, "NotCapable");
    assertEquals(far.alive, false);
  });

  test("it may do what it was allowed", async (system) => {
    const data = moduleOf("").pathname;
    const far = await system.start(troubleIn(placement, { permissions: { read: [data] } }));
    assert((await far.call("read", `${data}broken.ts`)).includes("cannot be loaded"));
    const refused = await assertRejects(() => far.call("read", "/etc/hostname"), CallError);
    assertEquals((refused.reason as { error: { name: string } }).error.name, "NotCapable");
  });

  test("a handler that spins is killed by the turn limit, and started again", async (system) => {
    const Far = troubleIn(placement, { maxTurnMs: 100 });
    await system.start(Supervisor.define({ children: [Far.child({ name: "far" })] }));
    const far = system.whereis(Far, "far");
    far.cast("add", 5);
    const restarted = eventOf(system, "child.restarted");
    assertEquals(reasonIn(await assertRejects(() => far.call("spin"), CallError)), "turn_limit");
    await restarted;
    assertEquals(await far.call("count"), 0);
  });

  test("an init that spins, fails, takes too long or cannot be found is a start that fails", async (system) => {
    const Far = troubleIn(placement, { maxTurnMs: 100 });
    const failing = async (definition: PlacedTrouble, mode: TroubleMode, timeoutMs = Infinity) =>
      reasonIn(await assertRejects(() => system.start(definition, { args: [mode], timeoutMs }), StartError));
    assertEquals(await failing(Far, "spin"), "turn_limit");
    assertEquals((await failing(Far, "fail") as { error: { name: string } }).error.name, "RangeError");
    assertEquals(await failing(Far, "slow", 2000), "timeout");
    assertEquals(await failing(troubleIn(placement, { export: "Nobody" }), "well"), { not_offered: "Nobody" });
    assertEquals([system.processCount, listProcesses(system)], [0, []]);
  });

  test("a module that cannot be loaded is a start that fails, with its error", async (system) => {
    const reason = async (module: string) =>
      reasonIn(
        await assertRejects(() => system.start(troubleIn(placement, { module: moduleOf(module) })), StartError),
      ) as {
        module_not_loaded: { name: string; message: string };
      };
    assertEquals((await reason("broken.ts")).module_not_loaded.message, "this module is broken");
    if (placement === "worker") return; // the same code; and a new module graph is checked anew, which takes its time
    assert((await reason("missing.ts")).module_not_loaded.message.includes("missing.ts"));
  });

  test("an error that nobody can catch ends it, and nothing else", async (system) => {
    const far = await system.start(troubleIn(placement));
    const died = await deathOf(system, far.pid!, () => far.call("throwLater").catch(() => {}));
    assertEquals((died as { error: { message: string } }).error.message, "nobody catches this");
  });

  test("who leaves without a word is noticed", async (system) => {
    const far = await system.start(troubleIn(placement));
    const died = await deathOf(system, far.pid!, () => far.call("exit", 3).catch(() => {}));
    assertEquals(died, placement === "worker" ? "worker_exited" : { exit_status: 3 });
  });

  test("it is stopped, shut down and killed as any process", async (system) => {
    const Far = troubleIn(placement);
    const stopped = await system.start(Far);
    await stopped.stop();
    const killed = await system.start(Far, { args: ["trap"] });
    assertEquals(await deathOf(system, killed.pid!, () => system.exit(killed.pid!, "kill")), "killed");
    const parent = await system.start(Supervisor.define({ children: [Far.child({ id: "far", args: ["trap"] })] }));
    const [child] = await parent.whichChildren();
    const shut = deathOf(system, child!.pid as Pid, () => void parent.terminateChild("far"));
    assertEquals(await shut, "shutdown");
    const trapping = await system.start(Far, { args: ["trap"] });
    assertEquals(await deathOf(system, trapping.pid!, () => system.exit(trapping.pid!, "enough")), "enough");
  });

  test("a name is taken from the first moment on, and free again at the end", async (system) => {
    const Far = troubleIn(placement);
    const starting = system.start(Far, { name: "far" });
    const taken = await assertRejects(() => system.start(Far, { name: "far" }), StartError);
    assertEquals(Object.keys(reasonIn(taken) as object), ["already_started"]);
    const far = await starting;
    await far.stop();
    assertEquals(system.whereis("far"), undefined);
  });

  test("killed while it starts, it never comes up, and its starter hears why", async (system) => {
    const Far = troubleIn(placement);
    const starting = system.start(Far, { name: "far", args: ["slow"] });
    for (let pid = system.whereis("far"); pid === undefined; pid = system.whereis("far")) await Promise.resolve();
    system.exit("far", "kill");
    assertEquals(reasonIn(await assertRejects(() => starting, StartError)), "killed");
  });

  test("it is started and monitored at one go", async (system) => {
    const me = system.attach();
    const { server, ref } = await startMonitor(me, troubleIn(placement));
    server.call("throwLater").catch(() => {});
    const down = await me.receive<Down>();
    assertEquals([down.ref, (down.reason as { error: { name: string } }).error.name], [ref, "RangeError"]);
  });

  test("where all processes are elsewhere, a rejection that nobody awaits is heard of all the same", async (system) => {
    const far = await system.start(troubleIn(placement));
    const told = eventOf(system, "rejection.unhandled");
    Promise.reject(new RangeError("nobody looks")); // not heard of, it would end the test
    assertEquals((await told as { reason: { error: Error } }).reason.error.message, "nobody looks");
    await far.stop();
    await nextTask();
    let heard = true;
    const listener = (event: PromiseRejectionEvent) => {
      heard = event.defaultPrevented;
      event.preventDefault();
    };
    globalThis.addEventListener("unhandledrejection", listener);
    Promise.reject("of nobody's concern");
    await nextTask();
    globalThis.removeEventListener("unhandledrejection", listener);
    assertEquals(heard, false);
  });

  test("the stop of the System leaves nothing behind", async (system) => {
    for (let i = 0; i < 3; i++) await system.start(troubleIn(placement));
    assertEquals([system.processCount, [...system.pids()].length, listProcesses(system).length], [3, 3, 3]);
    await system.stop();
    assertEquals(system.processCount, 0); // and the test would fail of a thread, a program or a pipe that is left
  });
}
