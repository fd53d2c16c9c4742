import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { ArgumentError, CallError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import { Simulation } from "../simulation/simulation.ts";
import { deathsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { checkTarget } from "./server_ref.ts";

let ends: unknown[] = [];
const Box = GenServer.define({
  name: "Box",
  init: (content: string = "", ending?: Promise<unknown>) => ({ content, ending }),
  calls: {
    get: (box) => [box.content, box],
    swap: (box, content: string) => [box.content, { ...box, content }],
    stuck: () => new Promise<never>(() => {}),
    leave: (_box, reason: ExitReason, self) => self.exit(reason),
  },
  casts: { put: (box, content: string) => ({ ...box, content }) },
  terminate: (box, reason) => {
    ends.push([box.content, reason]);
    return box.ending;
  },
});

Deno.test("case 120: stop runs terminate with the reason, and gives ok after the server is dead of it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const reason of ["normal", "shutdown", { shutdown: { deep: [1, { x: null }] } }, "odd"]) {
      ends = [];
      let open!: () => void;
      const box = await system.start(Box, { args: ["x", new Promise<void>((resolve) => open = resolve)] });
      const pid = box.pid!;
      const stop = fateOf(reason === "normal" ? box.stop() : box.stop({ reason, timeoutMs: 1000 }));
      await settle();
      assertEquals([stop.state, ends], ["pending", [["x", reason]]]);
      assert(system.isAlive(pid));
      open();
      await settle();
      assertEquals([stop.state, deaths.get(pid)], ["fulfilled", reason]);
    }
  }, 2);
});

Deno.test("case 121: a server that dies with another reason meanwhile makes stop fail with that reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const box = await system.start(Box);
    const { pid } = box;
    fateOf(box.call("stuck"));
    const stop = fateOf(box.stop());
    await settle();
    assertEquals(stop.state, "pending");
    system.exit(pid!, "boom");
    await settle();
    assertInstanceOf(stop.error, CallError);
    assertEquals([stop.error.reason, stop.error.call], ["boom", { server: pid!, kind: "stop", timeoutMs: Infinity }]);
  }, 5);
});

Deno.test("case 121: reasons are told apart by what they hold, not by how they print", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const leave = async (died: ExitReason, asked: ExitReason) => {
    const box = await system.start(Box);
    fateOf(box.call("leave", died));
    const stop = fateOf(box.stop({ reason: asked }));
    await simulation.settle();
    return stop.state;
  };
  assertEquals(await leave({ shutdown: [1] }, { shutdown: [1] }), "fulfilled");
  assertEquals(await leave('{"shutdown":[1]}', { shutdown: [1] }), "rejected");
  assertEquals(await leave({ error: { name: "E", message: "m", stack: "" } }, "E: m"), "rejected");
  assertEquals(await leave({ a: undefined }, {}), "rejected");
});

Deno.test("case 122: stop of a dead pid or a free name fails with noproc", async () => {
  await using simulation = new Simulation();
  const dead = (await simulation.system.start(Box)).pid!;
  await Box.at(simulation.system, dead).stop();
  for (const to of [dead, "<0.99.0>" as Pid, "nobody"]) {
    const error = await assertRejects(() => Box.at(simulation.system, to).stop(), CallError);
    assertEquals([error.reason, error.call.server], ["noproc", to]);
  }
});

Deno.test("case 123: stop waits its turn behind the messages that are queued, and what comes after it is lost", async () => {
  await everyOrder(async ({ system, settle }) => {
    ends = [];
    const box = await system.start(Box);
    box.cast("put", "a");
    const before = fateOf(box.call("get"));
    const stop = fateOf(box.stop());
    const after = fateOf(box.call("get"));
    box.cast("put", "b");
    await settle();
    assertEquals([before.value, stop.state, reasonIn(after.error)], ["a", "fulfilled", "normal"]);
    assertEquals(ends, [["a", "normal"]]);
  }, 20);
});

Deno.test("case 120: stop gives up after its time-out, and the server ends later all the same", async () => {
  await everyOrder(async ({ system, advance }) => {
    let open!: () => void;
    const box = await system.start(Box, { args: ["x", new Promise<void>((resolve) => open = resolve)] });
    const stop = fateOf(box.stop({ timeoutMs: 100 }));
    await advance(99);
    assertEquals(stop.state, "pending");
    await advance(1);
    assertEquals(reasonIn(stop.error), "timeout");
    assert(box.alive);
    open();
    await advance(0);
    assertEquals(box.alive, false);
  }, 2);
});

Deno.test("ServerRef.stop() refuses a time-out that is none", async () => {
  await using simulation = new Simulation();
  const box = await simulation.system.start(Box);
  assertThrows(() => box.stop({ timeoutMs: NaN }), ArgumentError, "Cannot stop: timeoutMs is a number");
});

Deno.test("ServerRef by name means whoever has the name when it is used, by pid that very process", async () => {
  await everyOrder(async ({ system, settle }) => {
    const byName = Box.at(system, "box");
    assertEquals([byName.pid, byName.alive, byName.toString()], [undefined, false, "box"]);
    const first = await system.start(Box, { args: ["first"], name: "box" });
    const byPid = Box.at(system, first.pid!);
    assertEquals([byName.pid, byName.alive], [first.pid, true]);
    assertEquals([await byName.call("get"), await byPid.call("get")], ["first", "first"]);
    system.exit("box", "kill");
    await settle();
    await system.start(Box, { args: ["second"], name: "box" });
    assertEquals(await byName.call("get"), "second");
    assertEquals([byPid.alive, byPid.pid], [false, undefined]);
    system.unregister("box");
    await system.start(Box, { args: ["third"], name: "box" });
    assertEquals(await byName.call("get"), "third", "a name that was taken back leads to who has it now");
  }, 5);
});

Deno.test("ServerRef of a dead process does nothing: its calls and stops never settle, its casts are lost", async () => {
  await everyOrder(async ({ system, advance }) => {
    const box = await system.start(Box, { name: "box" });
    const late: { state: string }[] = [];
    system.spawn((self) => {
      const mine = Box.at(self, "box");
      const loose = Box.at(system, "box");
      self.sendExit(self.pid, "kill");
      for (const ref of [mine, loose]) {
        late.push(fateOf(ref.call("swap", "by a dead process")), fateOf(ref.stop()));
        ref.cast("put", "by a dead process");
      }
    });
    await advance(10_000);
    assertEquals(late.map(({ state }) => state), Array(4).fill("pending"));
    assertEquals(await box.call("get"), "");
  }, 3);
});

Deno.test("ServerRef.call() and ServerRef.cast() of a traced process are told as sent, also after an await", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const box = await system.start(Box, { name: "box" });
  const Talker = GenServer.define({
    name: "Talker",
    init: () => 0,
    casts: {
      talk: async (state, _: undefined, self) => {
        await Promise.resolve();
        const ref = Box.at(self, "box");
        ref.cast("put", "x");
        await ref.call("get");
        return state;
      },
    },
  });
  const talker = await system.start(Talker);
  const { sys } = await import("../introspection/sys.ts");
  using _trace = sys.trace(system, talker.pid!);
  const sent: unknown[] = [];
  system.events.subscribe((each) => {
    if (each.type === "message.sent") sent.push([each.pid, each.to, each.form, each.kind]);
  });
  talker.cast("talk");
  await simulation.settle();
  assertEquals(sent, [[talker.pid, box.pid, "cast", "put"], [talker.pid, box.pid, "call", "get"]]);
});

Deno.test("checkTarget() refuses what is neither pid nor name", async () => {
  for (const wrong of [undefined, null, 5, "", {}]) {
    assertThrows(
      () => checkTarget(wrong),
      ArgumentError,
      "Cannot refer to a server: it is a pid or a registered name, got",
    );
  }
  checkTarget("name");
  await using simulation = new Simulation();
  assertThrows(() => Box.at(simulation.system, undefined as never), ArgumentError);
  assertThrows(
    () => Box.at(simulation.system, "<broken"),
    ArgumentError,
    "a name is a text that does not begin with <",
  );
  assertEquals(processInfo(simulation.system, "<0.5.0>"), undefined);
});
