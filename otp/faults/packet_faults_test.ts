import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { chanceOf } from "./chance.ts";
import type { Fault } from "./fault_log.ts";
import {
  arrivals,
  checkNetwork,
  checkPackets,
  decidePacket,
  type PacketChances,
  type PacketFaults,
} from "./packet_faults.ts";

function chances(): PacketChances {
  return {
    loss: chanceOf(1, "loss"),
    duplicate: chanceOf(1, "duplicate"),
    delay: chanceOf(1, "delay"),
    reorder: chanceOf(1, "reorder"),
  };
}

type Decided = ReturnType<typeof decidePacket>;

function decided(faults: PacketFaults, count = 1000): Decided[] {
  const all = chances();
  return Array.from({ length: count }, () => decidePacket(faults, all));
}

function of(kind: Fault["kind"], all: Decided[]): (Decided[number] | undefined)[] {
  return all.map((each) => each.find((fault) => fault.kind === kind));
}

Deno.test("decidePacket() injects each fault as often as was asked for", () => {
  const all = decided({
    loss: 0.1,
    duplicate: 0.2,
    delay: { meanMs: 5, rate: 0.5 },
    reorder: { rate: 0.3, withinMs: 4 },
  });
  const count = (kind: Fault["kind"]) => of(kind, all).filter((each) => each !== undefined).length;
  const near = (found: number, expected: number) => assert(Math.abs(found - expected) < 50, `${found} ${expected}`);
  near(count("loss"), 100);
  near(count("duplicate"), 180);
  near(count("delay"), 450);
  near(count("reorder"), 270);
  assert(of("reorder", all).every((each) => each === undefined || (each.ms! >= 0 && each.ms! <= 4)));
  assertEquals(decided({}), Array(1000).fill([]));
});

Deno.test("decidePacket(): switching one fault off changes nothing about the others", () => {
  const full: PacketFaults = {
    loss: 0.1,
    duplicate: 0.2,
    delay: { meanMs: 5, rate: 0.5 },
    reorder: { rate: 0.3, withinMs: 4 },
  };
  const all = decided(full);
  const kept = (kind: Fault["kind"], less: Decided[]) =>
    of(kind, less).forEach((each, n) => {
      if (all[n]![0]?.kind !== "loss" && less[n]![0]?.kind !== "loss") assertEquals(each, of(kind, all)[n]);
    });
  for (const off of ["loss", "duplicate", "reorder"] as const) {
    const { [off]: _, ...rest } = full;
    const less = decided(rest);
    for (const kind of ["loss", "duplicate", "delay", "reorder"] as const) {
      if (kind === "loss" && off !== "loss") assertEquals(of(kind, less), of(kind, all));
      else if (kind !== off) kept(kind, less);
    }
  }
});

Deno.test("arrivals() keeps the order of a link, duplicates and delays included", () => {
  const at = (faults: Pick<Fault, "kind" | "ms">[], lastMs = 0) => arrivals(faults, { nowMs: 10, lastMs });
  assertEquals(at([]), { atMs: [10], lastMs: 10 });
  assertEquals(at([{ kind: "delay", ms: 5 }]), { atMs: [15], lastMs: 15 });
  assertEquals(at([{ kind: "delay", ms: 5 }], 40), { atMs: [40], lastMs: 40 }); // behind the one before
  assertEquals(at([{ kind: "duplicate", ms: 3 }], 40), { atMs: [40, 43], lastMs: 43 });
  assertEquals(at([{ kind: "loss" }], 40), { atMs: [], lastMs: 40 });
  assertEquals(at([{ kind: "partition" }]), { atMs: [], lastMs: 0 });
  assertEquals(at([{ kind: "delay", ms: 5 }, { kind: "reorder", ms: 7 }], 12), { atMs: [22], lastMs: 12 }); // others pass
});

Deno.test("checkPackets() and checkNetwork() name what is wrong", () => {
  const refused: [() => void, string][] = [
    [() => checkPackets("messages", { loss: 2 }), "loss is a number from 0 to 1, got 2"],
    [() => checkPackets("messages", { duplicate: -1 }), "duplicate is a number from 0 to 1, got -1"],
    [() => checkPackets("messages", { delay: { meanMs: -1 } }), "delay.meanMs is a number of milliseconds"],
    [() => checkPackets("messages", { delay: { meanMs: 1, rate: 3 } }), "delay.rate is a number from 0 to 1, got 3"],
    [() => checkPackets("messages", { reorder: { rate: 1, withinMs: NaN } }), "reorder.withinMs is a number of"],
    [() => checkPackets("messages", { reorder: { rate: 1 } as never }), "reorder.withinMs is a number of"],
    [() => checkPackets("messages", { lost: 1 } as never), 'messages has loss, duplicate, delay, reorder, got "lost"'],
    [() => checkPackets("messages", { partition: {} } as never), 'got "partition"'],
    [() => checkNetwork({ partition: { rate: 2, everyMs: 1 } }), "partition.rate is a number from 0 to 1"],
    [() => checkNetwork({ cuts: [{ fromMs: 2, toMs: 1, side: [] }] }), "a cut ends after it begins"],
  ];
  for (const [act, text] of refused) assertThrows(act, ArgumentError, text);
  checkNetwork({ loss: 1, delay: { meanMs: 1 }, partition: { rate: 1, everyMs: 1 }, cuts: [] });
});
