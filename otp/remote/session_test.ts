import { assert, assertEquals } from "@std/assert";
import type { NetworkFaults } from "../faults/packet_faults.ts";
import type { Link } from "../faults/partition.ts";
import { fateOf, reasonIn } from "../testdata/world.ts";
import { PlannedPost } from "./packet_post.ts";
import { Fixture } from "./testdata/fixture.ts";
import { Net } from "./testdata/network.ts";

/** Lets the greeting through, so that there is something to lose. */
class AfterGreeting extends PlannedPost {
  #packets = 0;

  override fate(link: Link): readonly number[] | undefined {
    return ++this.#packets <= 2 ? undefined : super.fate(link);
  }
}

/** What a log has got of what it was sent, and how the connection fared. */
async function run(seed: number, faults: NetworkFaults) {
  await using net = new Net({ post: (clock) => new AfterGreeting(faults, { clock, seed }) });
  const [a, b] = [net.system(), net.system()];
  const [there] = await net.connect([a, "a"], [b, "b"]);
  const local = await b.start(Fixture, { name: "log" });
  const sent = Array.from({ length: 100 }, (_, i) => i);
  for (const each of sent) there.send("log", each);
  const answer = fateOf(there.whereis("log"));
  const call = fateOf(Fixture.at(a, "<b.1.0>").call("echo", "hello", { timeoutMs: Infinity }));
  await net.advance(60_000);
  const log = await local.call("log") as number[];
  return { alive: there.alive, log, sent, answer, call };
}

Deno.test("Session over a way that delays, doubles and reorders: everything arrives once and in order", async () => {
  for (let seed = 0; seed < 50; seed++) {
    const { alive, log, sent, answer, call } = await run(seed, {
      duplicate: 0.3,
      delay: { meanMs: 25, rate: 0.9, spread: "uniform" },
      reorder: { rate: 0.5, withinMs: 50 },
    });
    assertEquals([alive, log, answer.value, call.value], [true, sent, "<b.1.0>", "hello"], `seed ${seed}`);
  }
});

Deno.test("Session over a way that loses: what arrives is the beginning of what was sent, and the rest is noconnection", async () => {
  let lost = 0;
  for (let seed = 0; seed < 50; seed++) {
    const { alive, log, sent, answer, call } = await run(seed, {
      loss: 0.02,
      duplicate: 0.1,
      reorder: { rate: 0.9, withinMs: 20 },
    });
    assertEquals(log, sent.slice(0, log.length), `seed ${seed}`);
    for (const { state } of [answer, call]) assert(state !== "pending", `seed ${seed}: nobody waits for ever`);
    if (alive) assertEquals([log.length, answer.value, call.value], [sent.length, "<b.1.0>", "hello"]);
    else {
      lost++;
      for (const { state, error } of [answer, call]) {
        if (state === "rejected") assertEquals(reasonIn(error), "noconnection");
      }
    }
  }
  assert(lost > 10, "the loss was never noticed");
});

Deno.test("Session: the same seed gives the same run", async () => {
  const fault = { loss: 0.01, duplicate: 0.2, delay: { meanMs: 15 } };
  for (const seed of [3, 4]) {
    const [one, other] = [await run(seed, fault), await run(seed, fault)];
    assertEquals([one.log, one.alive, one.call], [other.log, other.alive, other.call]);
  }
});
