import { assert, assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { everyOrder } from "../testdata/world.ts";
import { Watched } from "./_watched.ts";

Deno.test("Watched tells of each death once, at once where it is past", () =>
  everyOrder(async ({ system, settle }) => {
    const told: unknown[] = [];
    const watched = new Watched((pid, reason) => told.push([pid, reason]));
    const [one, other, third] = [1, 2, 3].map(() => runtimeOf(system).find(system.attach().pid)!);
    for (const process of [one!, one!, other!, third!]) watched.add(process);
    assert(watched.has(one!));
    watched.delete(other!.pid);
    watched.delete(other!.pid);
    for (const process of [one!, other!]) system.exit(process.pid, "boom");
    assertEquals(told, [[one!.pid, "boom"]]);
    watched.add(other!);
    assertEquals(told.length, 2);
    watched.clear();
    system.exit(third!.pid, "boom");
    await settle();
    assertEquals([told.length, watched.size], [2, 0]);
  }));
