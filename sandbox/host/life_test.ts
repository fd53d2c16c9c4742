import { assertEquals, assertRejects } from "@std/assert";
import { type Alarm, type Clock, System } from "@superlearner/otp";
import { limitsOf } from "../limits/profiles.ts";
import { SandboxError, type SandboxFailure } from "../limits/sandbox_error.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import type { WallListener } from "../walls/wall.ts";
import type { FromWall, ToWall } from "../walls/wall_protocol.ts";
import { Life } from "./life.ts";

/** A life whose wall says what the test wants. */
function lifeOf(
  system: System,
  { gone = true, unstoppable = () => {} }: { gone?: boolean; unstoppable?: (waitedMs: number) => void } = {},
) {
  const limited: unknown[] = [];
  const posted: ToWall[] = [];
  let listener: WallListener | undefined;
  const life = new Life({
    system,
    name: "guest",
    limits: limitsOf({ messagesPerSec: 100 }),
    grants: new Grants(NO_PERMISSIONS),
    env: {},
    seed: undefined,
    numbersAfter: 0,
    modules: new Map([["/main.ts", ""]]),
    entry: "/main.ts",
    openWall: () => ({
      kind: "worker",
      listen: (given) => listener = given,
      post: (message) => posted.push(message),
      close: () => Promise.resolve(gone),
    }),
    printed: () => {},
    denied: () => {},
    ran: () => {},
    linked: () => {},
    limited: (excess) => limited.push(excess),
    measured: () => {},
    unstoppable,
  });
  const say = (message: FromWall) => listener!.received(message);
  const out = (text: string) => say(["out", 0, text]);
  return { life, posted, limited, say, out, end: (exit: string) => listener!.ended({ exit }) };
}

/** The failure that a life has of what its wall said. */
async function failureOf(say: (world: ReturnType<typeof lifeOf>) => void): Promise<SandboxFailure> {
  await using system = new System();
  const world = lifeOf(system);
  const ready = assertRejects(() => world.life.ready(), SandboxError);
  say(world);
  const { failure } = await world.life.failed;
  assertEquals((await ready).failure, failure);
  return failure;
}

Deno.test("Life has the wall make and load the guest, has it start, and is ready when it is up", async () => {
  await using system = new System();
  const { life, posted, out } = lifeOf(system);
  assertEquals(posted.map(([kind]) => kind), ["create"]);
  out('["loaded"]');
  out('["up","<0.1.0>"]');
  await life.ready();
  assertEquals([life.root, life.error, life.usage.messages.from], ["<guest.1.0>", undefined, 2]);
  assertEquals(String(posted[0]?.at(-1)).includes('["start"]'), true);
  await life.close();
});

Deno.test("case 58: Life ends of what is none of the protocol", async () => {
  const rule = (said: string) => failureOf(({ out }) => out(said));
  for (
    const said of [
      "x",
      "5",
      '["unknown"]',
      '["done","x",1]',
      '["line","log"]',
      '["frame",5]',
      '["line","log",{"$":["?"]}]',
      "][",
    ]
  ) {
    assertEquals((await rule(said)).kind, "protocol_violation", said);
  }
  const forged = '["frame",{"otp":1,"n":1,"frame":{"type":"call","id":1,"to":"x","kind":"k","from":"<other.1.0>"}}]';
  assertEquals(await rule(forged), { kind: "protocol_violation", rule: "a sender is of the guest's own processes" });
});

Deno.test("Life tells now and then that a guest wanted more handles than it may have, however often that says so", async () => {
  let now = 0;
  const clock: Clock = { now: () => now, wallTime: () => 7, setAlarm: () => ({ cancel() {} }) };
  await using system = new System({ clock });
  const { life, limited, out } = lifeOf(system);
  life.ready().catch(() => {});
  for (const at of [0, 1, 999, 1000, 1001]) {
    now = at;
    out('["full",65]');
  }
  const { handles: value } = limitsOf();
  const told = { kind: "limit_exceeded", limit: "handles", value, used: 65, at: 7 };
  assertEquals([limited, life.error], [[told, told], undefined]);
  await life.close();
});

Deno.test("Life ends of what its wall tells of it", async () => {
  assertEquals(await failureOf(({ end }) => end("it left")), { kind: "crashed", exit: "it left" });
  const over = await failureOf(({ say }) => say(["over", 0, "turnMs", 500, 512]));
  assertEquals([over.kind, over.kind === "limit_exceeded" && [over.limit, over.value, over.used]], ["limit_exceeded", [
    "turnMs",
    500,
    512,
  ]]);
  assertEquals(await failureOf(({ say }) => say(["import_denied", 0, "x", "/main.ts"])), {
    kind: "import_denied",
    specifier: "x",
    from: "/main.ts",
  });
  const flood = await failureOf(({ out }) => out(new Array(101).fill('["loaded"]').join("\n")));
  assertEquals(flood.kind === "limit_exceeded" && flood.limit, "messagesPerSec");
});

Deno.test("Life: an answer that nobody waits for is dropped", async () => {
  await using system = new System();
  const { life, out } = lifeOf(system);
  out('["up",null]');
  const answer = life.run("f", { args: [], timeoutMs: 1000 });
  out('["done",9,"forged"]\n["done",1,"<0.7.0>"]\n["done",1,"again"]');
  assertEquals([await answer, life.error], ["<guest.7.0>", undefined]);
  await life.close();
  await assertRejects(() => life.run("f", { args: [], timeoutMs: 1000 }), SandboxError, "it was stopped");
});

Deno.test("Life tells of a thread that goes on although it was ended", async () => {
  await using system = new System();
  const told: number[] = [];
  const { life } = lifeOf(system, { gone: false, unstoppable: (waitedMs) => void told.push(waitedMs) });
  assertEquals([await life.close(), told.length], [false, 1]);
});

/** A clock of one's own: time is what the test says, and what is due then goes off at once. */
class HandClock implements Clock {
  #at = 0;
  readonly #alarms = new Set<{ readonly atMs: number; readonly fire: () => void }>();

  now(): number {
    return this.#at;
  }

  wallTime(): number {
    return this.#at;
  }

  setAlarm(atMs: number, fire: () => void): Alarm {
    const alarm = { atMs, fire };
    this.#alarms.add(alarm);
    return { cancel: () => void this.#alarms.delete(alarm) };
  }

  goOn(ms: number): void {
    this.#at += ms;
    for (const each of [...this.#alarms].filter(({ atMs }) => atMs <= this.#at)) {
      if (this.#alarms.delete(each)) each.fire();
    }
  }
}

Deno.test("Life: a guest that is silent is ended, one that was not heard as its host was away is not", async () => {
  const clock = new HandClock();
  await using system = new System({ clock });
  const { life, say, out } = lifeOf(system);
  out('["up",null]');
  for (let n = 0; n < 5; n++) clock.goOn(4000); // the host is suspended, or computes, again and again
  assertEquals(life.error, undefined);
  say(["pong", 0]); // what has come meanwhile is heard as soon as the host is there
  for (let n = 0; n < 5; n++) clock.goOn(500);
  assertEquals(life.error, undefined);
  for (let n = 0; n < 5; n++) clock.goOn(500);
  const { failure } = await life.failed;
  assertEquals(failure.kind === "limit_exceeded" && [failure.limit, failure.value, failure.used], [
    "turnMs",
    500,
    3000,
  ]);
});
