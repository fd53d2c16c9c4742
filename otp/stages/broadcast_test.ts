import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, CallError, type Pid, processInfo } from "../mod.ts";
import { everyOrder, fairly, mailOf } from "../testdata/world.ts";
import { Broadcast, type Published } from "./broadcast.ts";

const News = Broadcast.define<{ a: number; b: string }>();
const published = (topic: string, message: unknown) => ({ type: "broadcast", topic, message });

Deno.test("Broadcast: reaches every subscriber of the topic, once, and nobody else", async () => {
  await everyOrder(async ({ system, settle }) => {
    const news = await system.start(News);
    const [one, two, none] = [system.attach(), system.attach(), system.attach()];
    for (const me of [one, one, two]) await news.subscribe(me.pid, "a");
    await news.subscribe(two.pid, "b");
    for (const n of [1, 2, 3]) news.broadcast("a", n);
    news.broadcast("b", "x");
    await settle();
    assertEquals(await mailOf(one), [1, 2, 3].map((n) => published("a", n)));
    assertEquals(await mailOf(two), [...[1, 2, 3].map((n) => published("a", n)), published("b", "x")]);
    assertEquals(none.mailboxLength, 0);
    assertEquals([await news.subscribers("a"), await news.subscribers("b")], [[one.pid, two.pid], [two.pid]]);
  }, 20);
});

Deno.test("Broadcast: broadcastFrom leaves out whoever sends", async () => {
  await everyOrder(async ({ system, settle }) => {
    const news = await system.start(News);
    const [one, two] = [system.attach(), system.attach()];
    for (const me of [one, two]) await news.subscribe(me.pid, "a");
    news.broadcastFrom("a", 1, { from: one.pid });
    await settle();
    assertEquals([await mailOf(one), await mailOf(two)], [[], [published("a", 1)]]);
  }, 5);
});

Deno.test("Broadcast: unsubscribe ends one topic or all, and leaves no monitor behind", async () => {
  await everyOrder(async ({ system, settle }) => {
    const news = await system.start(News);
    const me = system.attach();
    const watchers = () => processInfo(system, me.pid)!.monitoredBy.length;
    for (const topic of ["a", "b"] as const) await news.subscribe(me.pid, topic);
    await news.unsubscribe(me.pid, "a");
    news.broadcast("a", 1);
    news.broadcast("b", "x");
    await settle();
    assertEquals([await mailOf(me), watchers()], [[published("b", "x")], 1]);
    await news.unsubscribe(me.pid);
    await news.unsubscribe(me.pid);
    news.broadcast("b", "y");
    await settle();
    assertEquals([me.mailboxLength, watchers(), await news.subscribers("b")], [0, 0, []]);
  }, 5);
});

Deno.test("Broadcast: a subscriber that dies is forgotten, whenever it dies", async () => {
  await everyOrder(async ({ system, settle }) => {
    const news = await system.start(News);
    const [one, two] = [system.attach(), system.attach()];
    const dead: Pid = system.spawn(() => {});
    await settle();
    for (const pid of [one.pid, two.pid, dead]) await news.subscribe(pid, "a");
    one.sendExit(one.pid, "boom");
    news.broadcast("a", 1);
    await settle();
    assertEquals([await news.subscribers("a"), await mailOf(two)], [[two.pid], [published("a", 1)]]);
  }, 20);
});

Deno.test("Broadcast: a slow subscriber misses messages or is let go, and delays nobody", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const [slow, stays] of [["skip", true], ["unsubscribe", false]] as const) {
      const news = await system.start(Broadcast.define<{ a: number }>({ slow }));
      const [full, fast] = [system.attach({ maxMailbox: 2 }), system.attach()];
      for (const me of [full, fast]) await news.subscribe(me.pid, "a");
      for (const n of [1, 2, 3, 4]) news.broadcast("a", n);
      await settle();
      assertEquals([full.mailboxLength, fast.mailboxLength, news.alive], [2, 4, true]);
      assertEquals((await news.subscribers("a")).includes(full.pid), stays);
    }
  }, 5);
});

Deno.test("Broadcast: bad input is refused where it is given", async () => {
  await fairly(async ({ system }) => {
    const news = await system.start(News);
    await assertRejects(() => news.subscribe("me" as Pid, "a"), ArgumentError, 'known by its pid, got "me"');
    await assertRejects(() => news.unsubscribe(7 as never), ArgumentError);
    assertThrows(() => news.broadcastFrom("a", 1, { from: "x" as Pid }), ArgumentError);
    assertThrows(() => Broadcast.define({ slow: "kill" as "skip" }), ArgumentError, "slow is skip or unsubscribe");
    system.send(news.pid!, "odd");
    system.send(news.pid!, null);
    assertEquals(await news.subscribers("a"), []);
    await news.stop();
    await assertRejects(() => news.subscribe(system.attach().pid, "a"), CallError);
    news.broadcast("a", 1);
  });
});

Deno.test("Broadcast: topics and their messages are typed", () => {
  type All = Published<{ a: number; b: string }>;
  assertType<
    IsExact<
      All,
      | { readonly type: "broadcast"; readonly topic: "a"; readonly message: number }
      | { readonly type: "broadcast"; readonly topic: "b"; readonly message: string }
    >
  >(true);
  const wrong = (news: Awaited<ReturnType<typeof News.start>>) => {
    // @ts-expect-error: a number is sent there
    news.broadcast("a", "one");
    // @ts-expect-error: no such topic
    news.broadcast("c", 1);
  };
  assertEquals(typeof wrong, "function");
});
