import { assertEquals, assertRejects } from "@std/assert";
import { type Clock, RealClock } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { ToWall } from "../walls/wall_protocol.ts";
import { type ExchangeOptions, LiveVersions } from "./live_versions.ts";
import { Requests } from "./requests.ts";

const PLAN = { from: 1, to: 2, migrates: true };

function world(clock: Clock = new RealClock()) {
  const requests = new Requests(clock);
  const [posted, told]: [ToWall[], unknown[][]] = [[], []];
  const versions = new LiveVersions({
    name: "guest",
    requests,
    post: (message) => void posted.push(message),
    tell: (text) => void told.push(JSON.parse(text) as unknown[]),
    outside: (value) => typeof value === "string" ? value.replace("<0.", "<guest.") : value,
    wallTime: () => 7,
  });
  const load = (pauseMs = 50) =>
    versions.load({
      action: "reload",
      modules: new Map([["/a", "1"]]),
      entry: "/a",
      timeoutMs: 5000,
      pauseMs,
      plan: PLAN,
    });
  return { requests, posted, told, versions, load };
}

const EXCHANGE: ExchangeOptions = {
  action: "reload",
  entry: "/a",
  from: 1,
  to: 2,
  down: false,
  pauseMs: 50,
  timeoutMs: 5000,
  convert: undefined,
};

async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
  return (await assertRejects(() => attempt, SandboxError)).failure;
}

Deno.test("LiveVersions: loads, then exchanges; the wall keeps it", async () => {
  const { versions, posted, told, load, requests } = world();
  const loading = load();
  assertEquals(posted, [["reload", 0, 1, [["/a", "1"]], "/a", 50, PLAN]]);
  versions.heard(["linked", 0, 1, ["/a"]]);
  versions.told(["beside", 1]);
  const loaded = await loading;
  assertEquals(loaded, { load: 1, modules: ["/a"] });
  const exchanging = versions.exchange(loaded, EXCHANGE);
  assertEquals(told.map(([kind, id]) => [kind, id]), [["upgrade", 2]]);
  requests.answer(2, { ok: true, servers: [["<0.2.0>", "counter"]], pausedMs: 3 });
  assertEquals(await exchanging, { servers: [{ pid: "<guest.2.0>", name: "counter" }], pausedMs: 3 });
  assertEquals(posted.at(-1), ["keep", 0, 1]);
});

Deno.test("LiveVersions: why one does not load, from the wall and from the guest; it is forgotten", async () => {
  const why = [
    [{ kind: "import_denied", specifier: "node:fs", from: "/a" }, {
      kind: "import_denied",
      specifier: "node:fs",
      from: "/a",
    }],
    [{ kind: "unreadable", message: "/b.js: Unexpected token" }, {
      kind: "load_failed",
      module: "/b.js",
      message: "Unexpected token",
    }],
    [{ kind: "endless", limit: "pauseMs", limitMs: 50, usedMs: 51 }, {
      kind: "limit_exceeded",
      limit: "pauseMs",
      value: 50,
      used: 51,
      at: 7,
    }],
    [{ kind: "endless_change", pid: "<0.2.0>", limit: "pauseMs", limitMs: 50 }, {
      kind: "migration_failed",
      pid: "<guest.2.0>",
      from: 1,
      to: 2,
      message: "its codeChange took more than 50 ms, which is pauseMs",
    }],
    [{ kind: "endless_change", pid: "", limit: "turnMs", limitMs: 9 }, {
      kind: "migration_failed",
      pid: "guest",
      from: 1,
      to: 2,
      message: "its codeChange took more than 9 ms, which is turnMs",
    }],
  ] as const;
  for (const [failed, failure] of why) {
    const { versions, posted, told, load } = world();
    const loading = failureOf(load());
    versions.heard(["not_linked", 0, 1, failed]);
    assertEquals(await loading, failure);
    assertEquals([posted.at(-1), told.at(-1)], [["forget", 0, 1], ["discard", 1]]);
  }
  const { versions, load } = world();
  const loading = failureOf(load());
  versions.told(["not_beside", 1, "TypeError: no"]);
  assertEquals(await loading, { kind: "load_failed", module: "/a", message: "TypeError: no" });
});

Deno.test("LiveVersions: in which phase an exchange fails; what is no answer is none", async () => {
  const answers = [
    [{ ok: false, phase: "migrate", pid: "<0.2.0>", message: "no" }, {
      kind: "migration_failed",
      pid: "<guest.2.0>",
      from: 1,
      to: 2,
      message: "no",
    }],
    [{ ok: false, phase: "start", pid: "", message: "no" }, { kind: "load_failed", module: "/a", message: "no" }],
    [{ ok: true, servers: 5 }, { kind: "load_failed", module: "/a", message: "undefined" }],
    [null, { kind: "load_failed", module: "/a", message: "undefined" }],
  ] as const;
  for (const [answer, failure] of answers) {
    const { versions, posted, requests } = world();
    const exchanging = failureOf(versions.exchange({ load: 9, modules: [] }, EXCHANGE));
    requests.answer(1, answer);
    assertEquals(await exchanging, failure);
    assertEquals(posted, [["forget", 0, 9]]);
  }
});

Deno.test("LiveVersions: a guest that does not answer is told with the time that was given, not with the one waited", async () => {
  const alarms: (() => void)[] = [];
  const clock = new RealClock();
  clock.setAlarm = (_at, fire) => (alarms.push(fire), { cancel() {} });
  const { versions } = world(clock);
  const exchanging = failureOf(versions.exchange({ load: 9, modules: [] }, { ...EXCHANGE, timeoutMs: 400 }));
  for (const fire of alarms) fire();
  assertEquals(await exchanging, { kind: "timeout", what: "the exchange of a version", timeoutMs: 400 });
});

Deno.test("LiveVersions.migrate() makes states while a version is exchanged, and at no other time", async () => {
  const { versions, requests } = world();
  const asked = [[["<0.2.0>", "counter", 5]]];
  await assertRejects(() => versions.migrate(asked), Error, "No version is exchanged");
  const convert = ({ pid, name, state }: { pid: string; name: string; state: unknown }) => {
    if (state === 6) throw new RangeError("not six");
    return [pid, name, state];
  };
  const exchanging = versions.exchange({ load: 9, modules: [] }, { ...EXCHANGE, convert });
  assertEquals(await versions.migrate(asked), [["<guest.2.0>", "counter", 5]]);
  await assertRejects(() => versions.migrate([[["<0.3.0>", "x", 6]]]), Error, "<0.3.0> RangeError: not six");
  await assertRejects(() => versions.migrate("forged"), Error);
  requests.answer(1, { ok: true, servers: [], pausedMs: 0 });
  await exchanging;
});

Deno.test("LiveVersions.migrate(): one that the guest does not wait for is named, and those behind it are not made", async () => {
  const { versions, requests } = world();
  const gate = Promise.withResolvers<void>();
  const made: string[] = [];
  const convert = ({ pid }: { pid: string }) => (made.push(pid), gate.promise);
  const exchanging = failureOf(versions.exchange({ load: 9, modules: [] }, { ...EXCHANGE, convert }));
  const given = assertRejects(() => versions.migrate([[["<0.2.0>", "a", 1], ["<0.3.0>", "b", 2]]]), Error);
  requests.answer(1, { ok: false, phase: "migrate", pid: "", message: "too long" });
  const failure = { kind: "migration_failed", pid: "<guest.2.0>", from: 1, to: 2, message: "too long" };
  assertEquals(await exchanging, failure);
  gate.resolve();
  await given;
  assertEquals(made, ["<guest.2.0>"]);
});
