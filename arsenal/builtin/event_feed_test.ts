import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { Redaction } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { EventFeed, type FeedItem, type FeedStep } from "./event_feed.ts";

function setUp(capacity = 100, lingerMs = 1000) {
  const simulation = new Simulation();
  const { system, clock } = simulation;
  const feed = new EventFeed({ system, clock, redaction: new Redaction(), capacity, lingerMs });
  const controller = new AbortController();
  const follow = (after?: string, signal = controller.signal) =>
    feed.follow({ signal, heartbeatMs: 500, ...(after === undefined ? {} : { after }) });
  return { simulation, system, feed, controller, follow };
}

async function next(steps: AsyncGenerator<FeedStep>): Promise<FeedStep> {
  return (await steps.next()).value as FeedStep;
}

Deno.test("EventFeed.follow() gives events with ids, and shows in silence that it is alive", async () => {
  const { simulation, system, feed, controller, follow } = setUp();
  const steps = follow();
  const first = next(steps);
  await Promise.resolve();
  const pid = system.spawn(() => {});
  const { id, row } = await first as FeedItem;
  assertEquals([row.type, row["pid"]], ["process.started", pid]);
  assert(/^[0-9a-z]+-1\.1$/.test(id), id);
  await simulation.settle();
  assertEquals(((await next(steps)) as FeedItem).row.type, "process.exited");
  const silent = next(steps);
  await simulation.advance(500);
  assertEquals(await silent, null);
  controller.abort();
  assertEquals((await steps.next()).done, true);
  feed.close();
  await simulation.stop();
});

Deno.test("case 19: EventFeed.follow() goes on exactly after an id", async () => {
  const { simulation, system, feed, follow } = setUp();
  const leaving = new AbortController();
  const steps = follow(undefined, leaving.signal);
  const first = next(steps);
  system.attach();
  const { id } = await first as FeedItem;
  leaving.abort();
  await steps.return(undefined);
  assertEquals([feed.followers, system.events.active], [0, true]);
  const missed = system.attach().pid;
  const again = follow(id);
  const found = await next(again) as FeedItem;
  assertEquals([found.row["pid"], found.id], [missed, id.replace(".1", ".2")]);
  await again.return(undefined);
  feed.close();
  await simulation.stop();
});

Deno.test("case 19: EventFeed leaves the System alone when nobody comes again, and tells of the gap", async () => {
  const { simulation, system, feed, follow } = setUp();
  const steps = follow();
  const first = next(steps);
  system.attach();
  const { id } = await first as FeedItem;
  await steps.return(undefined);
  await simulation.advance(1000);
  assertEquals(system.events.active, false);
  system.attach();
  const again = follow(id);
  assertEquals(await next(again), { reason: "not_recorded", lost: null });
  const after = next(again);
  system.attach();
  assertNotEquals(((await after) as FeedItem).id.split(".")[0], id.split(".")[0]);
  await again.return(undefined);
  for (const foreign of ["", "x", "x.1", `${id}9`, `${id.split(".")[0]}.1e3`]) {
    const steps = follow(foreign);
    assertEquals(await next(steps), { reason: "not_recorded", lost: null }, foreign);
    await steps.return(undefined);
  }
  feed.close();
  await simulation.stop();
});

Deno.test("case 19: EventFeed tells a slow follower how much it missed, and holds nobody up", async () => {
  const { simulation, system, feed, follow } = setUp(10);
  const slow = follow();
  const first = next(slow);
  for (let at = 0; at < 50; at++) system.attach();
  assertEquals(await first, { reason: "overrun", lost: 40 });
  assertEquals(((await next(slow)) as FeedItem).row.sequence, 41);
  await slow.return(undefined);
  feed.close();
  await simulation.stop();
});

Deno.test("EventFeed.close() ends all followers", async () => {
  const { simulation, system, feed, follow } = setUp();
  const steps = follow();
  const first = steps.next();
  feed.close();
  assertEquals([(await first).done, system.events.active], [true, false]);
  await simulation.stop();
});
