import { assertEquals } from "@std/assert";
import * as otp from "@superlearner/otp";
import { Definitions } from "./definitions.ts";
import { GuestTrial } from "./guest_trial.ts";

type Change = (from: unknown, state: never, extra: unknown) => unknown;

/** A realm with a counter and an agent, as one module has defined them. */
function realm({ version = 1, change, entry = {} }: {
  version?: number;
  change?: Change;
  entry?: { readonly [name: string]: unknown };
} = {}) {
  const system = new otp.System({ logger: otp.silentLogger });
  const definitions = new Definitions();
  const said: unknown[] = [];
  definitions.begin(0);
  const { GenServer, Agent } = definitions.scoped(otp, { path: "/main", version: 0 }) as unknown as typeof otp;
  const changes = change === undefined ? {} : { codeChange: change as never };
  const Counter = GenServer.define({ ...changes, name: "Counter", version, init: (n: unknown = 0) => n });
  const Plain = Agent.define({ name: "Plain", init: () => 0 });
  definitions.commit();
  const ended = Promise.withResolvers<void>();
  const say = (message: readonly unknown[]) => {
    said.push(message);
    if (message[0] === "up") ended.resolve();
  };
  const trial = new GuestTrial({ system, definitions, entry: () => entry, say });
  return { system, trial, said, ended: ended.promise, Counter, Plain };
}

Deno.test("GuestTrial.plans(): an upgrade, and the definitions that make states", async () => {
  const plain = realm({ entry: { upgrade: 5 } });
  assertEquals(JSON.parse(plain.trial.plans()), [false, []]);
  const other = realm({ change: (_from, n) => n, entry: { upgrade: () => {} } });
  assertEquals(JSON.parse(other.trial.plans()), [true, [["/main", "GenServer", "Counter", 0]]]);
  await Promise.all([plain.system.stop(), other.system.stop()]);
});

Deno.test("GuestTrial: states that are taken down in one realm are changed in another; what cannot cross is left out", async () => {
  const { system, trial, Counter, Plain } = realm();
  const state = { n: 5, of: new Map([[1, "one"]]) };
  const { pid } = await system.start(Counter, { args: [state] });
  await system.start(Plain);
  await system.start(Counter, { args: [() => {}] });
  const told: unknown[] = [];
  const next = realm({ version: 2, change: (...args) => told.push(args) });
  const places = [["/main", "GenServer", "Counter", 0], ["/gone", "Agent", "Gone", 0]] as const;
  trial.sample(places);
  next.trial.read(trial.takeSampled());
  assertEquals(trial.takeSampled(), "");
  next.trial.change(places, { from: 3, to: 4 });
  assertEquals([told, next.said], [[[1, state, { from: 3, to: 4 }]], [["done", 0, null]]]);
  await next.ended;
  assertEquals(next.said.at(-1), ["up", null]);
  state.n = 6;
  assertEquals([pid !== undefined, (told[0] as [unknown, typeof state])[1].n], [true, 5]);
  await Promise.all([system.stop(), next.system.stop()]);
});

Deno.test("GuestTrial.upgrade() calls it with the realm's own System; what it throws does not matter", async () => {
  const given: unknown[] = [];
  const upgrade = (...args: unknown[]) => {
    given.push(...args);
    throw new Error("no");
  };
  const { system, trial, said, ended } = realm({ entry: { upgrade } });
  trial.upgrade({ from: 1, to: 2 });
  await ended;
  assertEquals([given[0] === system, given[1], said], [true, { from: 1, to: 2 }, [["up", null]]]);
  await system.stop();
});
