import { assert, assertEquals, assertRejects } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { livingProcess, livingServer, request } from "./sys_request.ts";
import { sys } from "./sys.ts";
import { Log, openGate } from "./testdata/log.ts";

Deno.test("request() ahead goes before the messages that wait", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    fateOf(log.call("slow", "b"));
    await settle();
    log.cast("add", "c");
    const replaced = fateOf(
      sys.replaceState(system, log.pid!, { replace: (state: string[]) => [...state, "new"], ahead: true }),
    );
    openGate();
    await settle();
    assertEquals([replaced.value, await log.call("get")], [["a", "b", "new"], ["a", "b", "new", "c"]]);
  }, 10);
});

Deno.test("request() of a server that is suspended meanwhile has its turn at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    for (const text of ["b", "c", "d"]) log.cast("add", text);
    const state = fateOf(sys.awaitState(system, log.pid!));
    sys.suspend(system, log.pid!);
    await settle();
    assertEquals(state.value, ["a"]);

    sys.resume(system, log.pid!);
    await settle();
    fateOf(log.call("slow", "e"));
    await settle();
    log.cast("add", "f");
    const later = fateOf(sys.awaitState(system, log.pid!));
    sys.suspend(system, log.pid!);
    await settle();
    assertEquals(later.state, "pending");
    openGate();
    await settle();
    assertEquals(later.value, ["a", "b", "c", "d", "e"]);
  }, 10);
});

Deno.test("request() holds the server until a promise is settled, and requests keep their order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    const gate = Promise.withResolvers<void>();
    const job = { name: "test", action: "test", options: {}, run: () => gate.promise.then(() => "done") };
    const first = fateOf(request(system, log.pid!, job));
    const second = fateOf(sys.awaitState(system, log.pid!));
    const call = fateOf(log.call("add", "b"));
    await settle();
    assertEquals([first.state, second.state, call.state], ["pending", "pending", "pending"]);
    gate.resolve();
    await settle();
    assertEquals([first.value, second.value, call.value], ["done", ["a"], 1]);
  }, 20);
});

Deno.test("request() fails with what its job fails with, or with the death of the server", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log, { args: ["a"] });
    const pid = log.pid!;
    const rejecting = { name: "t", action: "test", options: {}, run: () => Promise.reject(new RangeError("no")) };
    await assertRejects(() => request(system, pid, rejecting), RangeError, "no");
    const never = { name: "t", action: "test", options: {}, run: () => new Promise(() => {}) };
    const pending = fateOf(request(system, pid, never));
    await settle();
    assertEquals([pending.state, log.alive], ["pending", true]);
    const killing = {
      name: "t",
      action: "test",
      options: {},
      run: () => {
        system.exit(pid, "kill");
        return Promise.resolve("too late");
      },
    };
    const queued = fateOf(request(system, pid, killing));
    system.exit(pid, "kill");
    await settle();
    for (const { error } of [pending, queued]) assert(error instanceof NoProcessError);
    const other = await system.start(Log);
    await assertRejects(
      () =>
        request(system, other.pid!, { ...killing, run: () => (system.exit(other.pid!, "kill"), Promise.resolve()) }),
      NoProcessError,
      "Cannot test",
    );
  }, 5);
});

Deno.test("request() to a server that starts waits until it is up", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<number>();
    const Slow = GenServer.define({ name: "Slow", init: () => gate.promise });
    fateOf(system.start(Slow, { name: "slow" }));
    const state = fateOf(sys.awaitState(system, "slow"));
    await settle();
    assertEquals(state.state, "pending");
    gate.resolve(7);
    await settle();
    assertEquals(state.value, 7);
  }, 5);
});

Deno.test("livingProcess() and livingServer() name what is missing", async () => {
  await everyOrder(async ({ system }) => {
    const pid = system.spawn(() => new Promise(() => {}));
    assertEquals(livingProcess(system, { to: pid, action: "look at" }).pid, pid);
    await assertRejects(
      () => Promise.try(() => livingProcess(system, { to: "nobody", action: "look at" })),
      NoProcessError,
      "Cannot look at nobody",
    );
    await assertRejects(
      () => Promise.try(() => livingServer(system, { to: pid, action: "look at" })),
      ArgumentError,
      'the process is a server with a state of its own, got "spawn"',
    );
  }, 1);
});
