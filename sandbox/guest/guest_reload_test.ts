import { assert, assertEquals, assertMatch } from "@std/assert";
import * as otp from "@superlearner/otp";
import { type Pid, System } from "@superlearner/otp";
import { GuestReload } from "./guest_reload.ts";
import type { UpgradeRequest } from "./protocol.ts";

const REQUEST: UpgradeRequest = {
  version: 1,
  from: 1,
  to: 2,
  down: false,
  asks: false,
  pauseMs: 1000,
  timeoutMs: 5000,
};

/** A System, and definitions of a counter by version. */
function world(
  askHost: (states: readonly (readonly [Pid, string, unknown])[]) => Promise<unknown> = () => never(),
  { clock = new otp.RealClock(), over = () => false }: { clock?: otp.Clock; over?: () => boolean } = {},
) {
  const system = new System({ logger: otp.silentLogger, clock });
  const reload = new GuestReload({ system, askHost, shown: String, over });
  const define = (
    load: number,
    spec: { version?: number; codeChange?: (from: unknown, state: number) => number } = {},
  ) => {
    reload.definitions.begin(load);
    const { GenServer } = reload.definitions.scoped(otp, { path: "/main", version: load }) as unknown as typeof otp;
    return GenServer.define({
      ...spec,
      name: "Counter",
      init: (n: number = 0) => n,
      calls: { get: (n: number) => [`v${load} ${n}`, n] },
    });
  };
  const first = (spec?: { version: number }) => {
    const definition = define(0, spec);
    reload.definitions.commit();
    return definition;
  };
  return { system, reload, define, first };
}

function never(): Promise<never> {
  return Promise.reject(new Error("nobody is asked"));
}

Deno.test("GuestReload.upgrade() exchanges all servers together, at the moment that the entry is exchanged", async () => {
  const { system, reload, define, first } = world();
  await using _ = system;
  const Counter = first();
  const counters = [
    await system.start(Counter, { args: [1] }),
    await system.start(Counter, { args: [2], name: "two" }),
  ];
  define(1, { codeChange: (from, n) => n + 10 * (from as number) });
  reload.loaded(1, { tag: 1 });
  let entry: unknown;
  const answer = await reload.upgrade(REQUEST, (next) => void (entry = next["tag"]));
  assert(answer.ok);
  assertEquals(answer.servers, [[counters[0]!.pid!, "Counter"], [counters[1]!.pid!, "two"]]);
  assertEquals([entry, await Promise.all(counters.map((each) => each.call("get")))], [1, ["v1 11", "v1 12"]]);
  assertEquals(await (await system.start(Counter)).call("get"), "v1 0");
});

Deno.test("GuestReload.upgrade() says in which phase it failed, and changes nothing", async () => {
  const { system, reload, define, first } = world();
  await using _ = system;
  const counter = await system.start(first());
  const attempt = async (entry: Record<string, unknown>, codeChange?: () => never, load = true) => {
    define(1, codeChange === undefined ? {} : { codeChange });
    if (load) reload.loaded(1, entry);
    const answer = await reload.upgrade(REQUEST, () => assert(false, "it is not exchanged"));
    assert(!answer.ok);
    return [answer.phase, answer.pid, answer.message];
  };
  const fail = () => {
    throw new RangeError("no");
  };
  assertEquals(await attempt({}, undefined, false), ["load", "", "it is not loaded"]);
  assertEquals(await attempt({ upgrade: fail }), ["start", "", "RangeError: no"]);
  assertEquals(await attempt({}, fail), ["migrate", counter.pid!, "RangeError: no"]);
  assertEquals(await counter.call("get"), "v0 0");
});

Deno.test("GuestReload.upgrade() goes down by the codeChange that runs, if that looks where to", async () => {
  const { system, reload, define } = world();
  await using _ = system;
  const told: unknown[] = [];
  const codeChange = (from: unknown, n: number) => {
    told.push((from as { down: unknown }).down);
    return n - 1;
  };
  const Second = define(0, { version: 2, codeChange });
  reload.definitions.commit();
  const counter = await system.start(Second, { args: [5] });
  define(1, { version: 1 });
  reload.loaded(1, {});
  assert((await reload.upgrade({ ...REQUEST, from: 2, to: 1, down: true }, () => {})).ok);
  assertEquals([told, await counter.call("get")], [[1], "v1 4"]);

  const blind = world();
  await using __ = blind.system;
  const Blind = blind.define(0, { version: 2, codeChange: (_from, n) => n + 1 });
  blind.reload.definitions.commit();
  const other = await blind.system.start(Blind);
  blind.define(1, { version: 1 });
  blind.reload.loaded(1, {});
  const refused = await blind.reload.upgrade({ ...REQUEST, down: true }, () => {});
  assert(!refused.ok);
  assertMatch(refused.message, /does not go down/);
  blind.define(2, { version: 2 });
  blind.reload.loaded(2, {});
  assert(
    (await blind.reload.upgrade({ ...REQUEST, version: 2, down: true }, () => {})).ok,
    "the same version, the same state",
  );
  assertEquals(await other.call("get"), "v2 0");
});

Deno.test("GuestReload.upgrade() asks the host for states; one that it does not make is named by its pid", async () => {
  const { system, reload, define, first } = world((states) =>
    Promise.resolve(states.map(([, name, n]) => `${name} ${n}`))
  );
  await using _ = system;
  const counter = await system.start(first(), { args: [3] });
  define(1);
  reload.loaded(1, {});
  assert((await reload.upgrade({ ...REQUEST, asks: true }, () => {})).ok);
  assertEquals(await counter.call("get"), "v1 Counter 3");

  const failing = world(([state]) => Promise.reject(new Error(`${state![0]} RangeError: no`)));
  await using __ = failing.system;
  const { pid } = await failing.system.start(failing.first());
  failing.define(1);
  failing.reload.loaded(1, {});
  const answer = await failing.reload.upgrade({ ...REQUEST, asks: true }, () => {});
  assertEquals(answer, { ok: false, phase: "migrate", pid: pid!, message: "RangeError: no" });
});

Deno.test("GuestReload.upgrade() exchanges also what was started while it was at work", async () => {
  const started = Promise.withResolvers<void>();
  const { system, reload, define, first } = world(async (states) => {
    await started.promise;
    return states.map(([, , n]) => n);
  });
  await using _ = system;
  const Counter = first();
  await system.start(Counter);
  define(1);
  reload.loaded(1, {});
  const upgraded = reload.upgrade({ ...REQUEST, asks: true }, () => {});
  const late = await system.start(Counter, { args: [8] });
  started.resolve();
  const answer = await upgraded;
  assert(answer.ok);
  assertEquals([answer.servers.length, await late.call("get")], [2, "v1 8"]);
});

Deno.test("GuestReload.upgrade() drops a codeChange that takes longer than pauseMs: what ran goes on at once", async () => {
  const states: unknown[] = [];
  const { system, reload, define, first } = world((asked) => (states.push(...asked), new Promise(() => {})));
  await using _ = system;
  const counter = await system.start(first(), { args: [3] });
  const attempt = async (request: Partial<UpgradeRequest>, codeChange?: () => Promise<never>) => {
    define(1, codeChange === undefined ? {} : { codeChange: codeChange as never });
    reload.loaded(1, {});
    const answer = await reload.upgrade(
      { ...REQUEST, pauseMs: 5, ...request },
      () => assert(false, "it is not exchanged"),
    );
    assertEquals(await counter.call("get", undefined, { timeoutMs: 1000 }), "v0 3");
    return answer;
  };
  const failure = { ok: false, phase: "migrate" } as const;
  const message = "took more than 5 ms, which is pauseMs";
  for (let n = 0; n < 2; n++) {
    const answer = await attempt({}, () => new Promise(() => {}));
    assertEquals(answer, { ...failure, pid: counter.pid!, message: `its codeChange ${message}` });
  }
  assertEquals(await attempt({ asks: true }), { ...failure, pid: "", message: `codeChange on the host ${message}` });
  assertEquals(states.length, 1);
  define(1, { codeChange: (_from, n) => n + 1 });
  reload.loaded(1, {});
  assert((await reload.upgrade(REQUEST, () => {})).ok);
  assertEquals(await counter.call("get"), "v1 4");
});

Deno.test("GuestReload.upgrade(): servers do not wait for the codeChange of each other", async () => {
  const { system, reload, define, first } = world();
  await using _ = system;
  const Counter = first();
  const counters = [await system.start(Counter, { args: [1] }), await system.start(Counter, { args: [2] })];
  const both = Promise.withResolvers<void>();
  let begun = 0;
  const codeChange = async (_from: unknown, n: number) => {
    if (++begun === counters.length) both.resolve();
    await both.promise;
    return n + 10;
  };
  define(1, { codeChange: codeChange as never });
  reload.loaded(1, {});
  const answer = await reload.upgrade(REQUEST, () => {});
  assert(answer.ok, JSON.stringify(answer));
  assertEquals(await Promise.all(counters.map((each) => each.call("get"))), ["v1 11", "v1 12"]);
});

Deno.test("GuestReload.upgrade(): one that does not end is given up in time, and leaves a later one alone when it ends", async () => {
  const { system, reload, define, first } = world();
  await using _ = system;
  const counter = await system.start(first());
  const held = Promise.withResolvers<void>();
  define(1);
  reload.loaded(1, { upgrade: () => held.promise });
  const early = await reload.upgrade({ ...REQUEST, timeoutMs: 10 }, () => {});
  assertEquals(early, {
    ok: false,
    phase: "start",
    pid: "",
    message: "its upgrade took more than 10 ms, which is timeoutMs",
  });
  define(2);
  reload.loaded(2, { upgrade: () => held.promise });
  const given = reload.upgrade({ ...REQUEST, version: 2 }, () => {});
  reload.discard(2); // the host has waited for too long
  define(3);
  reload.loaded(3, {});
  held.resolve();
  assertEquals(await given, { ok: false, phase: "load", pid: "", message: "it was given up" });
  assertEquals((await reload.upgrade({ ...REQUEST, version: 3 }, () => {})).ok, true);
  assertEquals(await counter.call("get"), "v3 0");
});

Deno.test("GuestReload.upgrade(): one that is given up with a reason ends at once, whatever its upgrade waits for", async () => {
  const { system, reload, define, first } = world();
  await using _ = system;
  const counter = await system.start(first());
  define(1);
  reload.loaded(1, { upgrade: () => new Promise(() => {}) });
  const given = reload.upgrade(REQUEST, () => assert(false, "it is not exchanged"));
  reload.discard(1, "Error: late");
  assertEquals(await given, { ok: false, phase: "load", pid: "", message: "Error: late" });
  assertEquals(await counter.call("get"), "v0 0");
  define(2);
  reload.loaded(2, {});
  reload.discard(2, "Error: sooner than it was to run");
  const after = await reload.upgrade({ ...REQUEST, version: 2 }, () => assert(false, "it is not exchanged"));
  assertEquals(after.ok || after.message, "Error: sooner than it was to run");
});

/** A clock that is moved on from here, also within a turn. */
function spunClock() {
  const clock = new otp.RealClock();
  let spunMs = 0;
  const now = clock.now.bind(clock);
  const began = Math.ceil(now());
  clock.now = () => began + spunMs;
  return { clock, spin: (ms: number) => void (spunMs += ms) };
}

Deno.test("GuestReload.upgrade() refuses a codeChange that took longer than pauseMs in one go, and says how long", async () => {
  const { clock, spin } = spunClock();
  const { system, reload, define, first } = world(undefined, { clock });
  await using _ = system;
  const Counter = first();
  const counters = await Promise.all([1, 2, 3].map((n) => system.start(Counter, { args: [n] })));
  const attempt = async (codeChange: (n: number) => number | Promise<number>) => {
    define(1, { codeChange: ((_from: unknown, n: number) => codeChange(n)) as never });
    reload.loaded(1, {});
    const answer = await reload.upgrade({ ...REQUEST, pauseMs: 50 }, () => assert(false, "it is not exchanged"));
    assertEquals(await Promise.all(counters.map((each) => each.call("get"))), ["v0 1", "v0 2", "v0 3"]);
    assert(!answer.ok);
    return [answer.phase, answer.pid, answer.message];
  };
  const [one, , three] = counters.map(({ pid }) => pid!);
  const rule = "more than 50 ms, which is pauseMs";
  assertEquals(await attempt((n) => (spin(300), n)), ["migrate", one!, `its codeChange took 300 ms, ${rule}`]);
  const together = `its codeChange and 2 before it took 60 ms, ${rule}`;
  assertEquals(await attempt((n) => (spin(20), n)), ["migrate", three!, together]);
  const late = async (n: number) => {
    await Promise.resolve();
    if (n === 1) spin(51);
    return n;
  };
  assertEquals(await attempt(late), ["migrate", one!, `its codeChange took 51 ms, ${rule}`]);
});

Deno.test("GuestReload.upgrade(): between two codeChanges all else has its way once a turn has been long enough", async () => {
  let isOver = false;
  const { system, reload, define, first } = world(undefined, { over: () => isOver });
  await using _ = system;
  const Counter = first();
  for (const n of [1, 2, 3]) await system.start(Counter, { args: [n] });
  const order: unknown[] = [];
  define(1, {
    codeChange: (_from, n) => {
      order.push(n);
      isOver = n < 3;
      if (isOver) system.clock.setAlarm(system.now(), () => (isOver = false, order.push("others")));
      return n;
    },
  });
  reload.loaded(1, {});
  const answer = await reload.upgrade({ ...REQUEST, pauseMs: 1e6 }, () => order.push("exchanged"));
  assert(answer.ok);
  assertEquals(order.slice(0, 5), [1, "others", 2, "others", 3]);
});
