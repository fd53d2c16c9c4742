import { assert, assertEquals, assertFalse } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { mailboxOf, processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { eventsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { CastBlock } from "./cast_block.ts";
import { CAST } from "./envelope.ts";

const Log = GenServer.define({
  name: "Log",
  init: (): unknown[] => [],
  calls: {
    all: (log) => [log, log],
    crash: () => {
      throw new Error("on purpose");
    },
  },
  casts: { add: (log, each: number) => [...log, each] },
  handleInfo: (log, message) => [...log, message],
});

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at);

Deno.test("CastBlock gives back what it was given, in order, until it is empty", () => {
  const block = new CastBlock("first", 0);
  let count = 1;
  while (block.add(`kind ${count}`, count)) count++;
  assert(count > 1);
  assertFalse(block.add("one too many", 0));
  assertEquals([...block.casts()].map(({ payload }) => payload), upTo(count));
  for (let at = 0; at < count; at++) {
    assertEquals(block.size, count - at);
    const { type, kind, payload } = block.oldest();
    block.taken += 2;
    assertEquals([type, kind, payload], [CAST, at === 0 ? "first" : `kind ${at}`, at]);
  }
  assertEquals(block.size, 0);
});

Deno.test("CastBlock: a flood of casts, with calls and messages in between, is handled in the order it was sent in", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    const sent: unknown[] = [];
    const replies = [];
    for (let at = 0; at < 400; at++) {
      if (at % 90 === 50) replies.push(fateOf(log.call("all")));
      if (at % 70 === 30) system.send(log.pid!, sent[sent.push(`message ${at}`) - 1]);
      log.cast("add", at);
      sent.push(at);
    }
    await settle();
    assertEquals(sys.getState(system, log.pid!), sent);
    assertEquals(replies.map(({ value }) => value!.filter((each) => typeof each === "number").length), [
      50,
      140,
      230,
      320,
    ]);
    assertEquals(processInfo(system, log.pid!)!.handled, sent.length + replies.length);
  }, 5);
});

Deno.test("CastBlock: who looks at a mailbox sees each cast by itself, and their number", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    sys.suspend(system, log.pid!);
    for (const each of upTo(300)) log.cast("add", each);
    const seen = mailboxOf(system, log.pid!, { limit: 1000 });
    assertEquals(
      seen.map(({ form, kind, message }) => [form, kind, message]),
      upTo(300).map((at) => ["cast", "add", at]),
    );
    assertEquals(processInfo(system, log.pid!)!.mailboxLength, 300);
    assertEquals(mailboxOf(system, log.pid!, { limit: 20 }).length, 20);
    sys.resume(system, log.pid!);
    await settle();
    assertEquals(processInfo(system, log.pid!)!.mailboxLength, 0);
    assertEquals(sys.getState(system, log.pid!), upTo(300));
  }, 3);
});

Deno.test("CastBlock: a process that dies with many casts in its mailbox fails the calls among them", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    sys.suspend(system, log.pid!);
    for (const each of upTo(100)) log.cast("add", each);
    const behind = fateOf(log.call("all"));
    for (const each of upTo(100)) log.cast("add", each);
    system.exit(log.pid!, "kill");
    await settle();
    assertEquals([behind.state, reasonIn(behind.error)], ["rejected", "killed"]);
  }, 3);
});

Deno.test("CastBlock: of a traced process every cast is told, also one that would have shared a block", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log = await system.start(Log);
    for (const each of upTo(50)) log.cast("add", each);
    const events = eventsOf(system, "message.received", "message.handled");
    using _trace = sys.trace(system, log.pid!);
    for (const each of upTo(50)) log.cast("add", each);
    await settle();
    assertEquals(events.filter(({ type }) => type === "message.received").length, 50);
    assertEquals(events.filter(({ type }) => type === "message.handled").length, 100);
  }, 3);
});

Deno.test("CastBlock: a function that receives skips casts, however many, and finds what is behind them", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const asServer = Log.at(system, me.pid);
    const received = fateOf(me.receive());
    for (const each of upTo(200)) asServer.cast("add", each);
    system.send(me.pid, "found");
    for (const each of upTo(200)) asServer.cast("add", each);
    await settle();
    assertEquals([received.value, me.mailboxLength], ["found", 400]);
    const next = fateOf(me.receive());
    await settle();
    system.send(me.pid, "again");
    await settle();
    assertEquals([next.value, me.mailboxLength], ["again", 400]);
  }, 3);
});
