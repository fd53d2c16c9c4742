import { assert, assertEquals } from "@std/assert";
import { GenServer, Supervisor, type SystemEvent } from "@superlearner/otp";
import { checksum } from "./_mark.ts";
import { explore } from "./explore.ts";
import type { SimulatedBody } from "./sim_context.ts";

const Worker = GenServer.define({
  name: "Worker",
  init: (name: string) => ({ name, done: 0 }),
  calls: {
    work: (state, _: null, self) => {
      if (self.random() < 0.2) throw new RangeError("bad luck");
      return [state.done + 1, { ...state, done: state.done + 1 }];
    },
  },
});

/** Workers that crash by chance under a supervisor, and clients that come back to them; every event is written down. */
const busy = (log: string[]): SimulatedBody => async (sim) => {
  sim.allowCrash("Worker");
  sim.allowCrash(({ module }) => module === "client");
  sim.system.events.subscribe((event) => log.push(lineOf(event)));
  await sim.start(Supervisor.define({
    maxRestarts: 100,
    children: ["a", "b", "c"].map((name) => Worker.child({ id: name, name, args: [name] })),
  }));
  for (let n = 0; n < 4; n++) {
    sim.spawn(async (self) => {
      for (let turn = 0; turn < 3; turn++) await Worker.at(self, ["a", "b", "c"][(n + turn) % 3]!).call("work", null);
    }, { label: "client" });
  }
  await sim.advance(100);
};

/** An event without what depends on where the code lies. */
function lineOf(event: SystemEvent): string {
  return JSON.stringify(event, (key, value) => key === "stack" ? undefined : value);
}

/** The same of all that has to do with processes coming and going; what else is told may be more one day. */
function coreOf(lines: readonly string[]): string[] {
  return lines.filter((line) => /"type":"(process.started|process.exited|child.restarted)"/.test(line))
    .map((line) => {
      const { type, pid, time } = JSON.parse(line) as SystemEvent & { readonly pid: string };
      return `${time} ${type} ${pid}`;
    });
}

Deno.test("case 1: event logs are equal to the byte, from run to run and from machine to machine", async () => {
  const [one, other]: string[][] = [[], []];
  const options = { runs: 99, seed: 11, messages: "share" } as const;
  for (const log of [one, other]) assertEquals((await explore(busy(log!), options)).found?.failure.message, undefined);
  assertEquals(one, other);
  assert(one!.length > 3000 && new Set(one).size > 300);
  const core = coreOf(one!);
  assertEquals([core.length, checksum(core.join("\n"))], [2102, 873467862]); // as it was written down once
});

const Impatient = GenServer.define({
  name: "Impatient",
  init: () => "waiting",
  calls: { state: (state) => [state, state] },
  handleInfo: (state, message) => state === "waiting" ? String(message) : state,
});

/** A time-out that a message of the same moment should beat. */
const timeout: SimulatedBody = async (sim) => {
  const server = await sim.start(Impatient, { name: "server" });
  sim.system.sendAfter(server.pid!, "timed out", { delayMs: 10 });
  sim.system.sendAfter("clock", "now", { delayMs: 10 - 1 });
  await sim.advance(20);
  sim.final("answered in time", async () => await server.call("state") === "answer");
};

Deno.test("simulated: with slackMs an alarm may go off before a message is handled; without it never", async () => {
  const body: SimulatedBody = (sim) => {
    sim.spawn(async (self) => {
      await self.receive();
      self.send("server", "answer");
    }, { name: "clock" });
    return timeout(sim);
  };
  assertEquals((await explore(body, { runs: 300 })).found?.failure.message, undefined);
  const { found } = await explore(body, { runs: 300, slackMs: 1 });
  assertEquals([found?.failure.kind, found?.minimal], ["final", true]);
  assert(found!.turns.some(({ place }) => place === "clock"));
  const again = await explore(body, { replay: found!.token! });
  assertEquals(again.found?.failure.signature, found!.failure.signature);
});

Deno.test("simulated: an exhaustive search over two Systems leaves nothing out", async () => {
  const body = (outcomes: Set<string>): SimulatedBody => async (sim) => {
    const far = await sim.node("b").start(Impatient, { name: "far" });
    const [there] = await sim.connect("a", "b");
    const pid = (await there.whereis("far"))!;
    for (const text of ["x", "y"]) sim.spawn((self) => void self.send(pid, text));
    await sim.settle();
    outcomes.add(await far.call("state"));
  };
  const options = { strategy: "exhaustive", nodes: ["a", "b"], runs: 3000 } as const;
  const [reduced, plain] = [new Set<string>(), new Set<string>()];
  const search = await explore(body(reduced), options);
  assertEquals([search.found?.failure.message, search.complete], [undefined, true]);
  assertEquals((await explore(body(plain), { ...options, bound: Infinity })).complete, true);
  assertEquals([...reduced].sort(), [...plain].sort());
  assertEquals(reduced.size, 2);
});
