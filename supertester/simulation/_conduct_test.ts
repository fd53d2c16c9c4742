import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { GenServer, noreply, Supervisor } from "@superlearner/otp";
import { explore } from "./explore.ts";
import type { SimulatedBody } from "./sim_context.ts";
import type { SimulatedOptions } from "./simulated_options.ts";

const Peer = GenServer.define({
  name: "Peer",
  init: (other: string) => other,
  calls: {
    poke: (other) => ["poked", other],
    never: (other) => noreply(other),
  },
  casts: {
    go: async (other, _: null, self) => {
      await poke(self, other);
      return other;
    },
    forever: (other, _: null, self) => {
      Peer.at(self, other).cast("forever", null);
      return other;
    },
  },
});

async function poke(self: Parameters<typeof Peer.at>[0], other: string): Promise<void> {
  await Peer.at(self, other).call("poke");
}

async function failureOf(body: SimulatedBody, options: SimulatedOptions = {}) {
  const { found } = await explore(body, { runs: 20, ...options });
  return found?.failure;
}

/** Two peers that may ask each other. */
const peers = (then: "go" | "forever"): SimulatedBody => async (sim) => {
  const a = await sim.start(Peer, { name: "a", args: ["b"] });
  const b = await sim.start(Peer, { name: "b", args: ["a"] });
  a.cast(then, null);
  b.cast(then, null);
};

Deno.test("simulated: a deadlock names the circle of calls, before they time out", async () => {
  const failure = await failureOf(peers("go"));
  assertEquals(failure?.kind, "deadlock");
  assertEquals(
    failure!.message,
    'Deadlock: a circle of calls\n  <0.1.0> (a) waits for "poke" of <0.2.0> (b),\n' +
      '  <0.2.0> (b) waits for "poke" of <0.1.0> (a)',
  );
  const allowed = await failureOf(peers("go"), { allow: { cycles: true } });
  assertEquals(allowed?.kind, "crashed"); // of the time-out
  assertEquals(await failureOf(peers("go"), { allow: { cycles: true, crashes: "Peer" } }), undefined);
});

Deno.test("simulated: a circle that never times out is a deadlock as well", async () => {
  const failure = await failureOf(async (sim) => {
    const Patient = GenServer.define({
      name: "Patient",
      init: (other: string) => other,
      calls: {
        wait: async (other, _: null, self): Promise<[string, string]> => [
          await Patient.at(self, other).call("wait", null, { timeoutMs: Infinity }) as string,
          other,
        ],
      },
    });
    const a = await sim.start(Patient, { name: "a", args: ["b"] });
    await sim.start(Patient, { name: "b", args: ["a"] });
    await a.call("wait", null, { timeoutMs: Infinity });
  });
  assertEquals(failure?.kind, "deadlock");
  assertStringIncludes(failure!.message, '(b) waits for "wait" of <0.1.0> (a)');
});

Deno.test("simulated: a livelock is told also where the order is fair", async () => {
  const failure = await failureOf(peers("forever"), { maxSteps: 200 });
  assertEquals(failure?.kind, "livelock");
  assertStringIncludes(failure!.message, "more than 200 turns at 0 ms");
});

Deno.test("simulated: who only spins under an unfair order is no livelock", async () => {
  let ready = false;
  const failure = await failureOf((sim) => {
    ready = false;
    sim.spawn(async (self) => {
      while (!ready) {
        self.send(self.pid, "again");
        await self.receive();
      }
    });
    sim.spawn(() => void (ready = true));
  }, { runs: 100, maxSteps: 100 });
  assertEquals(failure, undefined);
});

Deno.test("simulated: a call without an answer at the end is told", async () => {
  const body: SimulatedBody = async (sim) => {
    await sim.start(Peer, { name: "a", args: [""] });
    sim.spawn((self) => Peer.at(self, "a").call("never", undefined, { timeoutMs: Infinity }), { label: "asker" });
  };
  const failure = await failureOf(body);
  assertEquals(
    [failure?.kind, failure?.message],
    ["unanswered", 'A call is unanswered at the end: <0.2.0> (asker) waits for "never" of <0.1.0> (a)'],
  );
  assertEquals(await failureOf(body, { allow: { unanswered: true } }), undefined);
});

Deno.test("simulated: a call that times out after the test is heard of, by who dies of it", async () => {
  const failure = await failureOf(async (sim) => {
    await sim.start(Peer, { name: "a", args: [""] });
    sim.spawn((self) => Peer.at(self, "a").call("never"), { label: "asker" });
  });
  assertEquals(failure?.kind, "crashed");
  assertStringIncludes(failure!.message, '<0.2.0> (asker) crashed: {"reason":"timeout"');
});

Deno.test("simulated: a process in the middle of something for ever is told", async () => {
  const failure = await failureOf((sim) => void sim.spawn(() => new Promise(() => {}), { label: "stuck" }));
  assertEquals(failure?.kind, "unanswered");
  assertStringIncludes(failure!.message, "in the middle of something that does not come: <0.1.0> (stuck)");
});

Deno.test("simulated: a test that waits for what never comes is a deadlock", async () => {
  const failure = await failureOf((sim) => sim.attach().receive());
  assertEquals(failure?.kind, "deadlock");
  assertStringIncludes(failure!.message, "nothing is left to do, at any time, and the test waits");
});

Deno.test("simulated: what must hold eventually is given time and fair turns, and no more than that", async () => {
  const Late = GenServer.define({
    name: "Late",
    init: (_ms: number, done: { value: boolean }) => done,
    handleInfo: (done) => {
      done.value = true;
      return done;
    },
  });
  const body = (ms: number): SimulatedBody => async (sim) => {
    const done = { value: false };
    const late = await sim.start(Late, { args: [ms, done] });
    sim.system.sendAfter(late.pid!, "now", { delayMs: ms });
    sim.eventually("it is done", () => done.value);
  };
  assertEquals(await failureOf(body(50_000), { messages: "share" }), undefined);
  const failure = await failureOf(body(70_000), { messages: "share" });
  assertEquals(
    [failure?.kind, failure?.message],
    ["eventually", 'eventually "it is done" does not hold at 0 ms of virtual time: the check gave false'],
  );
  assertEquals(await failureOf(body(70_000), { messages: "share", patienceMs: 80_000 }), undefined);
});

Deno.test("simulated: an assertion that holds only later is no failure of eventually; one that never holds is shown", async () => {
  const body = (least: number): SimulatedBody => (sim) => {
    sim.eventually(() => assert(sim.now() >= least, `too early`));
    sim.system.sendAfter(sim.attach().pid, "x", { delayMs: 10 });
  };
  assertEquals(await failureOf(body(10)), undefined);
  assertStringIncludes((await failureOf(body(11)))!.message, "too early");
});

Deno.test("simulated: clean-up runs after a failure too, last said first, and its errors come second", async () => {
  const log: string[] = [];
  const failure = await failureOf(async (sim) => {
    const tree = await sim.start(Supervisor.define({ children: [Peer.child({ args: ["x"] })] }));
    sim.defer(() => {
      log.push(`first, ${tree.alive}`);
      throw new RangeError("clean");
    });
    sim.use({ [Symbol.dispose]: () => void log.push("second") });
    throw new SyntaxError("body");
  }, { shrinkRuns: 0 });
  assertEquals(log.slice(0, 2), ["second", "first, true"]);
  assertEquals(failure?.message, "SyntaxError: body\nThen the clean-up failed: clean-up: RangeError: clean");
  const only = await failureOf((sim) => sim.defer(() => Promise.reject(new RangeError("clean"))));
  assertEquals(only?.message, "clean-up: RangeError: clean");
});
