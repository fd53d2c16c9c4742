import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { everyOrder, fairly, fateOf, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { type CallContext, From } from "./server_self.ts";

let kept: From | undefined;
let seen: CallContext | undefined;
const Keeper = GenServer.define({
  name: "Keeper",
  init: () => 0,
  calls: {
    keep: (count, _: unknown, self) => {
      kept = self.from;
      seen = self;
      return GenServer.noreply(count + 1);
    },
    early: (count, text: string, self) => {
      self.from.reply(text);
      return GenServer.noreply(count + 1);
    },
    twice: (count, text: string, self) => {
      self.from.reply(text);
      return [`${text} again`, count + 1];
    },
    count: (count) => [count, count],
  },
  casts: { peek: (count, _: undefined, self) => (void (self as CallContext).from, count) },
});

Deno.test("From: says who asked and what, and is no one else's answer", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const keeper = await system.start(Keeper);
  const me = system.attach();
  fateOf(Keeper.at(me, keeper.pid!).call("keep", 1));
  await simulation.settle();
  assert(kept instanceof From);
  assertEquals([kept.pid, kept.kind], [me.pid, "keep"]);
  fateOf(keeper.call("keep", 1));
  await simulation.settle();
  assertEquals(kept.pid, undefined, "code outside any process");
});

Deno.test("From.reply() twice is an error at who replies, and the caller keeps the first", async () => {
  await everyOrder(async ({ system, settle }) => {
    const keeper = await system.start(Keeper);
    const call = fateOf(keeper.call("keep", 1));
    await settle();
    kept!.reply("first");
    const error = assertThrows(() => kept!.reply("second"), ArgumentError);
    assertEquals(
      error.message,
      `Cannot reply to the call "keep" of ${keeper.pid}: a call is answered once, got "second"`,
    );
    await settle();
    assertEquals(call.value, "first");
  }, 3);
});

Deno.test("From.reply() within the handler answers; what the handler gives as reply then is dropped, its state is kept", async () => {
  await using simulation = new Simulation();
  const keeper = await simulation.system.start(Keeper);
  assertEquals(await keeper.call("early", "now"), "now");
  assertEquals(await keeper.call("twice", "now"), "now");
  assertEquals(await keeper.call("count"), 2);
});

Deno.test("From.reply() after the time-out or the death of either side is no error, once", async () => {
  await everyOrder(async ({ system, advance }) => {
    const keeper = await system.start(Keeper);
    const timed = fateOf(keeper.call("keep", 1, { timeoutMs: 5 }));
    await advance(5);
    kept!.reply("late");
    assertThrows(() => kept!.reply("later"), ArgumentError);
    const orphaned = fateOf(keeper.call("keep", 1));
    await advance(0);
    system.exit(keeper.pid!, "kill");
    kept!.reply("from the grave");
    await advance(0);
    assertEquals([reasonIn(timed.error), reasonIn(orphaned.error)], ["timeout", "killed"]);
  }, 3);
});

Deno.test("From.reply() of what cannot be copied is an error at who replies, and the call can still be answered", async () => {
  await fairly(async ({ system, settle }) => {
    const keeper = await system.start(Keeper);
    const call = fateOf(keeper.call("keep", 1));
    await settle();
    assertThrows(() => kept!.reply(() => "function"), ArgumentError, "structuredClone");
    assertEquals(call.state, "pending");
    kept!.reply(["plain"]);
    await settle();
    assertEquals(call.value, ["plain"]);
  }, "copy");
});

Deno.test("CallContext: one for each process, and from only while a call is handled", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  let inInit: Self | undefined;
  const Same = GenServer.define({
    name: "Same",
    init: function (this: Self) {
      inInit = this;
      return 0;
    },
    calls: { self: (state, _: undefined, self) => ((seen = self), ["ok", state]) },
  });
  const same = await system.start(Same);
  await same.call("self");
  assertStrictEquals<unknown>(seen, inInit);
  assertThrows(
    () => seen!.from,
    ArgumentError,
    `Cannot read self.from: a call is being handled, got "${same.pid}"`,
  );
  const keeper = await system.start(Keeper);
  keeper.cast("peek");
  await simulation.settle();
  assertEquals(keeper.alive, false, "reading it in a cast is the handler's failure");
});
