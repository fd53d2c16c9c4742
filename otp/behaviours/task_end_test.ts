import { assertEquals } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { runtimeOf } from "../processes/host.ts";
import { takeWhere } from "../processes/receive.ts";
import { processOf } from "../processes/self.ts";
import { everyOrder, fairly, fateOf, mailOf } from "../testdata/world.ts";
import { Task } from "./task.ts";
import { endFor, MailboxEnd, OutsideEnd } from "./task_end.ts";

Deno.test("endFor() is a mailbox for a process, and a place of its own for code outside", async () => {
  await fairly(async ({ system }) => {
    const me = system.attach();
    const [mine, outside] = [endFor(me), endFor(system)];
    assertEquals([mine instanceof MailboxEnd, outside instanceof OutsideEnd], [true, true]);
    assertEquals([mine.owner?.pid, outside.owner, mine.ref === outside.ref], [me.pid, null, false]);
    outside.deliver(1, null);
    assertEquals([outside.open, outside.take(), outside.take()], [false, { ok: 1 }, undefined]);
    await Promise.resolve();
  });
});

Deno.test("MailboxEnd takes its own messages from the middle, and a receive that waits sees all that come", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const go = Promise.withResolvers<number>();
    const task = Task.async(me, () => 1);
    const other = Task.async(me, () => go.promise);
    me.send(me.pid, "before");
    await settle();
    me.send(me.pid, "after");
    const forged = { type: "task", ref: other.ref, value: "forged" };
    const waits = fateOf(me.receive({ wanted: true }));
    await settle();
    system.send(me.pid, forged.ref); // no message of a task
    go.resolve(2);
    await settle();
    system.send(me.pid, { wanted: true });
    await settle();
    assertEquals(waits.value, { wanted: true });
    assertEquals([await other.await(), await task.await()], [2, 1]);
    assertEquals((await mailOf(me)).sort(), ["after", "before", other.ref].sort());
  });
});

Deno.test("takeWhere() takes what a receive that waits has looked at, and it sees what comes after", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    me.send(me.pid, "first");
    me.send(me.pid, "second");
    const waits = fateOf(me.receive((message) => message === "third"));
    await settle();
    assertEquals(takeWhere(processOf(me), (message) => message === "second")?.payload, "second");
    assertEquals(takeWhere(processOf(me), (message) => message === "none"), null);
    system.send(me.pid, "third");
    await settle();
    assertEquals([waits.value, await mailOf(me)], ["third", ["first"]]);
  });
});

Deno.test("MailboxEnd leaves no monitor behind, however the wait ends", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const endless = () => new Promise<never>(() => {});
    const value = Task.async(me, () => 1);
    const crash = Task.async(me, (self) => self.exit("boom"));
    const late = Task.async(me, endless);
    const ignored = Task.async(me, endless);
    const stopped = Task.async(me, endless);
    const fates = [fateOf(value.await()), fateOf(crash.await()), fateOf(late.await({ timeoutMs: 1 }))];
    ignored.ignore();
    void stopped.shutdown();
    await settle();
    await advance(1);
    assertEquals(fates.map(({ state }) => state), ["fulfilled", "rejected", "rejected"]);
    const { monitors } = processInfo(system, me.pid)!;
    assertEquals([monitors, runtimeOf(system).monitors.size, runtimeOf(system).timers.size], [[], 0, 0]);
  });
});
