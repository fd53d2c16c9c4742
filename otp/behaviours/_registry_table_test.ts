import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import type { Process } from "../processes/process.ts";
import { Simulation } from "../simulation/simulation.ts";
import { type Entry, RegistryTable } from "./_registry_table.ts";

/** Processes to own entries. */
async function withOwners(body: (owners: Process[]) => void | Promise<void>): Promise<void> {
  await using simulation = new Simulation();
  const { system } = simulation;
  await body([1, 2, 3].map(() => runtimeOf(system).find(system.attach().pid)!));
}

function entry(process: Process, canonical: unknown, value: unknown = undefined): Entry {
  return { canonical, key: canonical, value, process };
}

Deno.test("RegistryTable finds by key and by owner, and keeps nothing of what was taken out", () =>
  withOwners((owners) => {
    const table = new RegistryTable(false, 2);
    const entries = owners.flatMap((owner) => ["a", "b", "a"].map((key) => entry(owner, key)));
    for (const each of entries) table.add(each, () => true);
    assertEquals([table.size, table.under("a").length, table.under("b").length, [...table.all()].length], [9, 6, 3, 9]);
    for (const owner of owners) {
      const mine = entries.filter(({ process }) => process === owner);
      assertEquals(table.of(owner.pid), mine);
      assertEquals(table.ofUnder(owner, "a"), [mine[0]!, mine[2]!]);
      assertEquals(table.ofUnder(owner, "z"), []);
    }
    assertEquals(entries.map((each) => table.remove(each)?.linked), [
      ...[undefined, undefined, true, undefined, undefined, true, undefined, undefined, true],
    ]);
    assertEquals([table.size, table.byOwner.size, table.parts.map(({ size }) => size)], [0, 0, [0, 0]]);
  }));

Deno.test("RegistryTable asks once for each owner whether the link is its own", () =>
  withOwners(([owner]) => {
    const table = new RegistryTable(true, 1);
    let asked = 0;
    for (const key of ["a", "b"]) {
      table.add(entry(owner!, key), () => {
        asked++;
        return false;
      });
    }
    assertEquals([asked, table.remove(table.holder("a")!), table.remove(table.holder("b")!)?.linked], [
      1,
      undefined,
      false,
    ]);
  }));

Deno.test("RegistryTable.inParts() parts the entries of a duplicate key by their owners", () =>
  withOwners((owners) => {
    const table = new RegistryTable(false, 3);
    for (const owner of owners) for (const value of [1, 2]) table.add(entry(owner, "a", value), () => true);
    table.add(entry(owners[0]!, "b"), () => true);
    assertEquals(table.inParts("a").map((part) => part.map(({ value }) => value)), [[1, 2], [1, 2], [1, 2]]);
    assertEquals(new Set(table.inParts("a").map(([each]) => each!.process.pid)).size, 3);
    assertEquals([table.inParts("b").length, table.inParts("z")], [1, []]);
  }));

Deno.test("RegistryTable.ofUnder() finds one key among many, and one owner among many", () =>
  withOwners(([owner, other]) => {
    const table = new RegistryTable(false, 1);
    for (let key = 0; key < 1000; key++) table.add(entry(owner!, key), () => true);
    for (let time = 0; time < 1000; time++) table.add(entry(other!, 7), () => true);
    assertEquals([table.ofUnder(owner!, 7).length, table.ofUnder(other!, 7).length], [1, 1000]);
    assertEquals([table.ofUnder(owner!, 8).length, table.ofUnder(other!, 8).length], [1, 0]);
  }));

Deno.test("RegistryTable.mend() keeps nothing of what was emptied before the stop", () =>
  withOwners(([one, other]) => {
    const table = new RegistryTable(false, 1);
    const [mine, theirs] = [entry(one!, "key"), entry(other!, "key")];
    for (const each of [mine, theirs]) table.add(each, () => true);
    table.byOwner.get(one!.pid)!.entries = new Set(); // as if `remove` had been stopped within `withoutOne`
    table.parts[0]!.set("other", new Set());
    table.mend();
    assertEquals([table.size, [...table.byOwner.keys()], [...table.parts[0]!.keys()]], [1, [other!.pid], ["key"]]);
    assertEquals([...table.all()], [theirs]);
  }));

Deno.test("RegistryTable.mend() takes half an entry away, whichever half it is", () =>
  withOwners(([one, other]) => {
    const table = new RegistryTable(true, 1);
    const [whole, half, owned] = [entry(one!, "whole"), entry(one!, "half"), entry(other!, "owned")];
    for (const each of [whole, half, owned]) table.add(each, () => true);
    table.byOwner.get(one!.pid)!.entries = whole; // as if `add` had been stopped before, or `remove` after that
    table.parts[0]!.delete("owned");
    table.mend();
    assertEquals([...table.all()], [whole]);
    assertEquals([table.size, [...table.byOwner.keys()], table.of(one!.pid)], [1, [one!.pid], [whole]]);
    table.add(half, () => true);
    assertEquals(table.size, 2);
  }));
