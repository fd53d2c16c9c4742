import { assert, assertEquals } from "@std/assert";
import { StartFailure } from "../behaviours/start.ts";
import type { StartFunction } from "../behaviours/definition.ts";
import { GenServer } from "../behaviours/gen_server.ts";
import { processInfo } from "../introspection/process_info.ts";
import { StartError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { startChild } from "./_start_child.ts";
import { completeChildSpec } from "./child_spec.ts";
import { Supervisor } from "./supervisor.ts";

const idle = () => new Promise(() => {});
const Server = GenServer.define({
  name: "Server",
  trapExit: true,
  init: () => 0,
  calls: { get: (state) => [state, state] },
});

Deno.test("startChild(): a function starts a process by hand, which is linked, restarted and stopped like any other", async () => {
  await everyOrder(async ({ system, settle }) => {
    const functions: { [id: string]: StartFunction } = {
      linked: (self) => self.spawnLink(idle, { name: "child" }),
      loose: (self) => self.spawn(idle, { name: "child" }),
      outside: () => system.spawn(idle, { name: "child" }),
      server: async (self) => (await Server.start(self, { name: "child" })).pid!,
      foreign: async () => (await system.start(Server, { name: "child" })).pid!,
    };
    for (const [id, start] of Object.entries(functions)) {
      const tree = await system.start(Supervisor.define({ children: [{ id, start, shutdown: 1000 }] }));
      const first = system.whereis("child")!;
      assert(processInfo(system, first)!.links.includes(tree.pid!), id);
      system.exit(first, "kill");
      await settle();
      const second = system.whereis("child")!;
      assert(second !== undefined && second !== first, id);
      const [info] = await tree.whichChildren();
      assertEquals([info!.pid, info!.modules], [second, [id]]);
      const stop = fateOf(tree.stop());
      await settle(); // in order, so without waiting for the time limit
      assertEquals([stop.state, system.processCount], ["fulfilled", 0], id);
    }
  }, 5);
});

Deno.test("startChild(): what a function gives that is no living process is a failed start", async () => {
  await everyOrder(async ({ system, settle }) => {
    const dead = system.spawn(() => {});
    await settle();
    const functions: [StartFunction, unknown][] = [
      [() => "nonsense" as Pid, { bad_return_value: "nonsense" }],
      [() => undefined as unknown as Pid, { bad_return_value: undefined }],
      [() => Promise.resolve(5) as unknown as Promise<Pid>, { bad_return_value: 5 }],
      [() => dead, "noproc"],
      [(self) => self.exit("tired"), "tired"],
      [() => Promise.reject(new StartError("x", { already_started: "<0.1.0>" })), { already_started: "<0.1.0>" }],
      [async (self) => (await Server.start(self, { args: [] as never, name: "taken" })).pid!, {
        already_started: "HOLDER",
      }],
    ];
    const holder = await system.start(Server, { name: "taken" });
    const tree = await system.start(Supervisor.define({}));
    for (const [start, reason] of functions) {
      const error = fateOf(tree.startChild({ id: "x", start }));
      await settle();
      const expected = JSON.parse(JSON.stringify(reason).replace("HOLDER", holder.pid!));
      assertEquals(JSON.parse(JSON.stringify(reasonIn(error.error))), expected);
    }
    const itself = fateOf(tree.startChild({ id: "x", start: (self) => self.pid }));
    const throwing = fateOf(tree.startChild({
      id: "x",
      start: () => {
        throw new RangeError("no room");
      },
    }));
    await settle();
    assertEquals(reasonIn(itself.error), { bad_return_value: tree.pid });
    assertEquals((reasonIn(throwing.error) as { error: { message: string } }).error.message, "no room");
    assertEquals((await tree.countChildren()).specs, 0);
  }, 2);
});

Deno.test("startChild(): a function that takes too long is a time-out, and what it starts too late is killed", async () => {
  await everyOrder(async ({ system, advance }) => {
    const gate = Promise.withResolvers<Pid>();
    const tree = await system.start(Supervisor.define({}));
    const start = fateOf(tree.startChild({ id: "x", start: () => gate.promise, startTimeoutMs: 100 }));
    await advance(99);
    assertEquals(start.state, "pending");
    await advance(1);
    assertEquals(reasonIn(start.error), "timeout");
    const late = system.spawn(idle);
    gate.resolve(late);
    await advance(0);
    assertEquals([system.isAlive(late), tree.alive, (await tree.countChildren()).specs], [false, true, 0]);
  }, 5);
});

Deno.test("startChild(): what a function starts after its supervisor died is killed, and never becomes an orphan", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<void>();
    const spawned: Pid[] = [];
    const start: StartFunction = async () => {
      await gate.promise;
      spawned.push(system.spawn(idle));
      return spawned[0]!;
    };
    const tree = await system.start(Supervisor.define({}));
    fateOf(tree.startChild({ id: "x", start }));
    await settle();
    system.exit(tree.pid!, "kill");
    gate.resolve();
    await settle();
    assertEquals([spawned.length, system.processCount], [1, 0]);
  }, 5);
});

Deno.test("startChild(): gives the process at once where nothing is asynchronous, with other arguments where told", async () => {
  await everyOrder(async ({ system, settle }) => {
    const supervisor = runtimeOf(system).find(system.attach().pid)!;
    supervisor.trapExit = true;
    const Echo = GenServer.define({ name: "Echo", init: (...args: unknown[]) => args });
    const started = startChild(supervisor, completeChildSpec(Echo.child({ args: [1] }), "never"));
    assert(!(started instanceof Promise) && !(started instanceof StartFailure));
    assertEquals([started.state, started.parent?.process], [[1], supervisor]);
    const other = startChild(supervisor, completeChildSpec(Echo.child({ args: [1] }), "never"), { args: [2, 3] });
    assert(!(other instanceof Promise) && !(other instanceof StartFailure));
    assertEquals(other.state, [2, 3]);
    const Ignoring = GenServer.define({ name: "Ignoring", init: () => GenServer.ignore() });
    assertEquals(startChild(supervisor, completeChildSpec(Ignoring.child(), "never")), new StartFailure("ignore"));
    await settle();
    assertEquals(supervisor.length, 0);
  }, 0);
});
