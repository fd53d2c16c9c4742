import { assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import type { Receiver } from "../processes/receive.ts";
import type { Pid } from "../processes/pid.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Registry } from "./registry.ts";
import { RegistryError } from "./registry_error.ts";
import type { RegistryRef } from "./registry_ref.ts";

/** What a registry should be: a list of entries, looked through each time. */
class Model {
  entries: { key: unknown; pid: Pid; value: number }[] = [];

  constructor(readonly unique: boolean) {}

  register(pid: Pid, key: unknown, value: number): Pid | undefined {
    const held = this.unique ? this.under(key)[0] : undefined;
    if (held === undefined) this.entries.push({ key, pid, value });
    return held?.pid;
  }

  under(key: unknown): { pid: Pid; value: number }[] {
    return this.entries.filter((entry) => same(entry.key, key)).map(({ pid, value }) => ({ pid, value }));
  }

  remove(gone: (entry: { key: unknown; pid: Pid; value: number }) => boolean): void {
    this.entries = this.entries.filter((entry) => !gone(entry));
  }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const KEYS: readonly unknown[] = ["a", "b", 1, ["a", 1], { a: 1, b: [2] }];

type Ref = RegistryRef<unknown, number, "unique" | "duplicate", { [word: string]: unknown }>;

/** A copy of a key, since keys are equal by structure. */
function keyAt(random: SeededRandom): unknown {
  return structuredClone(KEYS[Math.floor(random.next() * KEYS.length)]);
}

for (const keys of ["unique", "duplicate"] as const) {
  Deno.test(`Registry with ${keys} keys is what a list of entries would be, whatever is done to it`, async () => {
    const Any = Registry.define<unknown, number>({ keys: keys as "unique", partitions: 3 });
    for (let seed = 0; seed < 60; seed++) {
      const random = new SeededRandom(seed);
      await using simulation = new Simulation({ seed });
      const { system } = simulation;
      const all = await system.start(Any, { name: "any" }) as unknown as Ref;
      const model = new Model(keys === "unique");
      const members: Receiver[] = [];
      for (let step = 0; step < 80; step++) {
        while (members.length < 4) members.push(system.attach());
        const index = Math.floor(random.next() * 4);
        const me = members[index]!;
        const mine = Any.at(me, "any");
        const key = keyAt(random);
        const what = random.next();
        if (what < 0.5) assertEquals(holderOf(() => mine.register(key, step)), model.register(me.pid, key, step));
        else if (what < 0.7) {
          mine.unregister(key);
          model.remove((entry) => entry.pid === me.pid && same(entry.key, key));
        } else if (what < 0.85) {
          mine.unregisterMatch(key, (value) => value % 2 === 0);
          model.remove((entry) => entry.pid === me.pid && same(entry.key, key) && entry.value % 2 === 0);
        } else if (what < 0.95) {
          members.splice(index, 1);
          system.exit(me.pid, "shutdown");
          model.remove((entry) => entry.pid === me.pid);
          // Where keys are unique the dead are seen no more at once; the others wait for the registry.
          if (keys === "duplicate") await simulation.settle();
        } else await simulation.settle();
        compare(all, model, members);
      }
      await simulation.settle();
      assertEquals(all.count(), model.entries.length);
      for (const me of members) assertEquals(me.links, all.keys(me.pid).length > 0 ? [all.pid!] : []);
    }
  });
}

/** Who has the key that somebody tried to register, if that failed. */
function holderOf(register: () => unknown): Pid | undefined {
  try {
    register();
    return undefined;
  } catch (error) {
    if (error instanceof RegistryError) return (error.reason as { already_registered: Pid }).already_registered;
    throw error;
  }
}

function compare(registry: Ref, model: Model, members: readonly Receiver[]): void {
  const sorted = (list: { value: number }[]) => list.sort((one, other) => one.value - other.value);
  for (const key of KEYS) {
    assertEquals(sorted(registry.lookup(key)), model.under(key));
    const dispatched: { pid: Pid; value: number }[] = [];
    registry.dispatch(key, (entries) => void dispatched.push(...entries));
    assertEquals(sorted(dispatched), model.under(key));
    for (const { pid } of members) {
      const values = model.under(key).filter((entry) => entry.pid === pid).map(({ value }) => value);
      assertEquals(registry.values(key, pid), values);
    }
  }
  for (const { pid } of members) {
    assertEquals(registry.keys(pid), model.entries.filter((entry) => entry.pid === pid).map(({ key }) => key));
  }
}
