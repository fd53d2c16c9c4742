import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "./behaviours/gen_server.ts";
import { ArgumentError, StartError } from "./processes/errors.ts";
import type { Pid } from "./processes/pid.ts";
import { silentLogger } from "./processes/reporter.ts";
import type { Registrar, ViaName } from "./processes/via.ts";
import { System } from "./system.ts";
import { reasonIn } from "./testdata/world.ts";

/** Names in a map: as small as a registrar can be. */
class Names implements Registrar {
  readonly names = new Map<unknown, Pid>();
  readonly #system: System;

  constructor(system: System) {
    this.#system = system;
  }

  registerName(name: ViaName, pid: Pid): boolean {
    if (this.whereisName(name) !== undefined) return false;
    this.names.set(name.key, pid);
    return true;
  }

  unregisterName(name: ViaName, pid: Pid): void {
    if (this.names.get(name.key) === pid) this.names.delete(name.key);
  }

  whereisName({ key }: ViaName): Pid | undefined {
    const pid = this.names.get(key);
    return pid !== undefined && this.#system.isAlive(pid) ? pid : undefined;
  }
}

Deno.test("addRegistrars() gives a System further registrars, each made for it", async () => {
  let names: Names | undefined;
  await using system = new System({
    registrars: { mine: (own) => names = new Names(own) },
    logger: silentLogger,
  });
  const Echo = GenServer.define({
    name: "Echo",
    init: () => 0,
    calls: { echo: (state, text: string) => [text, state] },
  });
  const name = { via: "mine", key: "echo" };
  const { pid } = await system.start(Echo, { name });
  assertEquals(await system.whereis(Echo, name).call("echo", "hello"), "hello");
  const error = await assertRejects(() => system.start(Echo, { name }), StartError, 'Cannot start mine["echo"]');
  assertEquals(reasonIn(error), { already_started: pid });
  system.exit(name, "kill");
  assertEquals([system.whereis(name), names?.names.size], [undefined, 1]);
  await system.start(Echo, { name });
});

Deno.test("addRegistrars() refuses what is no registrar", async () => {
  const refused: [registrars: unknown, rule: string][] = [
    [{ registry: (system: System) => new Names(system) }, "a registrar has a word of its own"],
    [{ partition: (system: System) => new Names(system) }, "a registrar has a word of its own"],
    [{ mine: {} }, "a registrar is given as a function that makes it"],
    [{ mine: () => ({ registerName: () => true, whereisName: () => undefined }) }, "has a function unregisterName"],
    [{ mine: () => undefined }, 'the registrar "mine" has a function registerName'],
  ];
  for (const [registrars, rule] of refused) {
    assertThrows(() => new System({ registrars: registrars as never }), ArgumentError, rule);
  }
  await using system = new System();
  const unknown = 'its registrar is one of the System\'s (registry, partition), got "global"';
  assertThrows(() => system.whereis({ via: "global", key: 1 }), ArgumentError, unknown);
  assertThrows(() => system.send({ via: "global", key: 1 }, "x"), ArgumentError, unknown);
});
