import { assertEquals } from "@std/assert";
import { die } from "../processes/exit.ts";
import { runtimeOf } from "../processes/host.ts";
import { DEAD, ENDING } from "../processes/process.ts";
import { Simulation } from "../simulation/simulation.ts";
import { type Ending, endInOrder } from "./_ending.ts";

async function ended(how: (note: (what: string) => void) => Partial<Ending>, kill = false) {
  await using simulation = new Simulation();
  const process = runtimeOf(simulation.system).find(simulation.system.spawn(() => new Promise(() => {})))!;
  const notes: string[] = [];
  const terminate = how((what) => notes.push(what));
  endInOrder(process, { reason: "done", terminate: undefined, ...terminate });
  if (process.phase === ENDING && kill) die(process, "killed");
  await simulation.settle();
  assertEquals(process.phase, DEAD);
  return { notes, reason: process.exitReason };
}

Deno.test("endInOrder(): terminate, then what is owed, then death with the reason", async () => {
  const { notes, reason } = await ended((note) => ({ terminate: () => note("terminate"), owed: () => note("owed") }));
  assertEquals([notes, reason], [["terminate", "owed"], "done"]);
  assertEquals(await ended(() => ({})), { notes: [], reason: "done" });
});

Deno.test("endInOrder(): an asynchronous terminate is waited for; who is killed meanwhile owes nothing", async () => {
  const later = (note: (what: string) => void) => ({
    terminate: async () => (await Promise.resolve(), note("terminate")),
    owed: () => note("owed"),
  });
  assertEquals(await ended(later), { notes: ["terminate", "owed"], reason: "done" });
  assertEquals(await ended(later, true), { notes: ["terminate"], reason: "killed" });
});

Deno.test("endInOrder(): what terminate or the reply fails with is what the process dies with", async () => {
  const fail = () => {
    throw { odd: 1 };
  };
  for (const how of [{ terminate: fail }, { terminate: () => Promise.reject({ odd: 1 }) }, { owed: fail }]) {
    assertEquals((await ended(() => how)).reason, { thrown: { odd: 1 } });
  }
});
