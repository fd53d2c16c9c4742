import { assertEquals, assertStringIncludes } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import type { SimulatedBody } from "./sim_context.ts";
import { explore } from "./explore.ts";
import type { Allowance } from "./simulated_options.ts";

const Fragile = GenServer.define({
  name: "Fragile",
  init: () => 0,
  casts: {
    crash: (): number => {
      throw new RangeError("fragile");
    },
  },
});

async function failureOf(body: SimulatedBody, allow: Allowance = {}) {
  const { found } = await explore(body, { runs: 5, allow });
  return found?.failure;
}

/** A server that crashes under a supervisor, which starts it again. */
const crashing: SimulatedBody = async (sim) => {
  await sim.start(Supervisor.define({ children: [Fragile.child({ name: "fragile" })] }));
  sim.system.whereis(Fragile, "fragile").cast("crash");
};

Deno.test("simulated: a crash fails the run, also where a supervisor mends it; it says who, why and where", async () => {
  const failure = await failureOf(crashing);
  assertEquals(failure?.kind, "crashed");
  assertStringIncludes(failure!.message, "<0.2.0> (fragile) crashed: RangeError: fragile\n  at file:");
  assertStringIncludes(failure!.message, "_watch_test.ts:12:");
});

Deno.test("simulated: a crash that is expected is none, by name, module, pid, test, or at all", async () => {
  for (const crashes of ["fragile", "Fragile", "<0.2.0>", ["x", "fragile"], true] as const) {
    assertEquals(await failureOf(crashing, { crashes }), undefined, `${crashes}`);
  }
  assertEquals(await failureOf(crashing, { crashes: ({ behaviour }) => behaviour === "GenServer" }), undefined);
  assertEquals((await failureOf(crashing, { crashes: ["other"] }))?.kind, "crashed");
  const allowed: SimulatedBody = (sim) => {
    sim.allowCrash("fragile");
    return crashing(sim);
  };
  assertEquals(await failureOf(allowed), undefined);
});

Deno.test("simulated: who is killed has not crashed, nor who dies with somebody allowed to", async () => {
  assertEquals(
    await failureOf((sim) => {
      const stuck = sim.spawn((self) => self.receive(), { name: "stuck" });
      sim.spawn(() => void sim.system.exit(stuck, "kill"));
    }),
    undefined,
  );
  const linked: SimulatedBody = (sim) => {
    sim.allowCrash("first");
    const first = sim.spawn(async (self) => {
      await self.receive();
      throw new RangeError("first");
    }, { name: "first" });
    sim.spawn(async (self) => {
      self.link(first);
      self.send(first, "go");
      await self.receive();
    }, { name: "second" });
  };
  assertEquals(await failureOf(linked), undefined);
});

Deno.test("simulated: a rejection that nobody awaits fails the run", async () => {
  const rejecting: SimulatedBody = (sim) => {
    sim.spawn(async (self) => {
      void Promise.reject(new RangeError("lost"));
      self.send(self.pid, "x");
      await self.receive();
    });
  };
  const failure = await failureOf(rejecting);
  assertEquals(failure?.kind, "rejected");
  assertStringIncludes(failure!.message, "A promise was rejected and nobody awaited it: RangeError: lost");
  assertEquals(await failureOf(rejecting, { rejections: true }), undefined);
});
