import { assertEquals, assertInstanceOf } from "@std/assert";
import { CallError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import { deathsOf, everyOrder, fateOf, mailOf } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";

/** Writes down what its `terminate` and its `handleInfo` get. */
function makeServer(options: { trapExit: boolean; init?: () => Promise<void> }) {
  const log: unknown[] = [];
  const Server = GenServer.define({
    name: "Server",
    trapExit: options.trapExit,
    init: async () => {
      await options.init?.();
      return 0;
    },
    calls: {
      get: (count) => [count, count],
      leave: (_count, reason: ExitReason, self): never => self.exit(reason),
      replyAndLeave: (count, reason: ExitReason, self) => {
        self.from.reply("first");
        return GenServer.stop(reason, count + 1, { reply: "never sent twice" });
      },
    },
    handleInfo: (count, message) => (log.push(["info", message]), count),
    terminate: (_count, reason) => void log.push(["terminate", reason]),
  });
  return { Server, log };
}

Deno.test("case 118: not trapping, the parent's exit signal kills without terminate; its normal end is nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Server, log } = makeServer({ trapExit: false });
    const deaths = deathsOf(system);
    const me = system.attach();
    me.trapExit = true;
    const told = await Server.start(me);
    const pid = told.pid!;
    me.sendExit(pid, "normal");
    await settle();
    assertEquals(told.alive, true);
    me.sendExit(pid, "shutdown");
    assertEquals([told.alive, deaths.get(pid)], [false, "shutdown"]);
    const brief = system.spawn(async (self) => void await Server.start(self, { name: "brief" }));
    await settle();
    assertEquals([deaths.get(brief), system.whereis("brief") !== undefined], ["normal", true]);
    assertEquals(log, []);
  }, 5);
});

Deno.test("case 116: trapping, the parent's exit during an asynchronous init runs terminate when init is done", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<void>();
    const { Server, log } = makeServer({ trapExit: true, init: () => gate.promise });
    const me = system.attach();
    const start = fateOf(Server.start(me, { name: "slow" }));
    await settle();
    const pid = system.whereis("slow")!;
    me.sendExit(pid, "shutdown");
    me.send(pid, "behind");
    await settle();
    assertEquals([start.state, system.isAlive(pid)], ["pending", true]);
    gate.resolve();
    await settle();
    assertEquals([start.state, system.isAlive(pid), log], ["fulfilled", false, [["terminate", "shutdown"]]]);
  }, 5);
});

Deno.test("an exit that a handler makes itself runs terminate with its reason, and the caller exits with it", async () => {
  await everyOrder(async ({ system }) => {
    for (const reason of ["normal", "shutdown", { shutdown: 1 }, "boom"]) {
      const { Server, log } = makeServer({ trapExit: false });
      const deaths = deathsOf(system);
      const server = await system.start(Server);
      const pid = server.pid!;
      const error = await server.call("leave", reason).catch((error) => error);
      assertInstanceOf(error, CallError);
      assertEquals([error.reason, deaths.get(pid), log], [reason, reason, [["terminate", reason]]]);
    }
  }, 2);
});

Deno.test("a reply that was sent already is not sent again by the outcome, and the caller does not hear of the end", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Server, log } = makeServer({ trapExit: false });
    const me = system.attach();
    const server = await system.start(Server);
    const call = fateOf(Server.at(me, server.pid!).call("replyAndLeave", "boom"));
    await settle();
    assertEquals([call.value, server.alive, log], ["first", false, [["terminate", "boom"]]]);
    assertEquals(await mailOf(me), []);
  }, 5);
});
