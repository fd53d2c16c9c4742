import { assertEquals, assertRejects } from "@std/assert";
import { StartError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import type { Registrar, ViaName } from "../processes/via.ts";
import { everyOrder, fateOf, notebook, reasonIn } from "../testdata/world.ts";
import { System } from "../system.ts";
import { GenServer } from "./gen_server.ts";
import { Registry } from "./registry.ts";

const Rooms = Registry.define<string>({ keys: "unique", name: "Rooms" });
const Slow = GenServer.define({ name: "Slow", init: (gate: Promise<void>) => gate });

Deno.test("releaseName(): a name is free when a start has timed out, and when its process was killed in it", async () => {
  await everyOrder(async ({ system, advance, settle }) => {
    await system.start(Rooms, { name: "rooms" });
    const name = Rooms.via("rooms", "slow");
    const timed = fateOf(system.start(Slow, { args: [new Promise<void>(() => {})], name, timeoutMs: 10 }));
    await settle();
    assertEquals(system.whereis(name) !== undefined, true);
    await advance(10);
    assertEquals([reasonIn(timed.error), system.whereis(name)], ["timeout", undefined]);
    const killed = fateOf(system.start(Slow, { args: [new Promise<void>(() => {})], name }));
    await settle();
    system.exit(name, "kill");
    await settle();
    assertEquals([reasonIn(killed.error), system.whereis(name)], ["killed", undefined]);
    await system.start(Slow, { args: [Promise.resolve()], name });
    assertEquals(system.isAlive(system.whereis(name)!), true);
  }, 5);
});

/** A registrar that does as it is told. */
class Odd implements Registrar {
  readonly log: string[] = [];
  holder: Pid | undefined;

  registerName(name: ViaName, pid: Pid): boolean {
    this.log.push(`register ${pid}`);
    if (name.key === "throws") throw new Error("broken");
    return name.key !== "taken late";
  }

  unregisterName(_name: ViaName, pid: Pid): void {
    this.log.push(`unregister ${pid}`);
    throw new Error("broken");
  }

  whereisName(): Pid | undefined {
    return this.holder;
  }
}

Deno.test("claimName(): a registrar that refuses, or throws, leaves no process behind", async () => {
  const logger = notebook();
  const odd = new Odd();
  await using system = new System({ registrars: { odd: () => odd }, logger });
  const before = system.processCount;
  const start = (key: string, init: () => number = () => 0) =>
    system.start(GenServer.define({ name: "Named", init }), { name: { via: "odd", key } });
  await assertRejects(() => start("throws"), Error, "broken");
  const error = await assertRejects(() => start("taken late"), StartError);
  assertEquals(reasonIn(error), { already_started: undefined });
  assertEquals(system.processCount, before);
  odd.log.length = 0;
  await assertRejects(() =>
    start("fine", () => {
      throw new Error("no");
    }), StartError);
  assertEquals(odd.log.map((line) => line.split(" ")[0]), ["register", "unregister"]);
  assertEquals(logger.warnings, ['The name odd["fine"] could not be taken back: Error: broken']);
  await start("fine");
  assertEquals([odd.log.length, system.processCount], [3, before + 1]);
});
