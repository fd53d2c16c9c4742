/**
 * Tests for a process of their own: `deno test` runs this file where a test asks it to. `FIXTURE=edited` stands for a test
 * that was changed since a token was printed.
 */
import { GenServer } from "@superlearner/otp";
import type { SimContext } from "../sim_context.ts";
import { simulated } from "../simulated.ts";
import type { SimulatedOptions } from "../simulated_options.ts";

const Log = GenServer.define({
  name: "Log",
  init: () => "",
  calls: { all: (all) => [all, all] },
  casts: { note: (all, text: string) => all + text },
});

const Noise = GenServer.define({
  name: "Noise",
  init: () => 0,
  casts: {
    tick: (count, left: number, self) => {
      if (left > 0) Noise.at(self, self.pid).cast("tick", left - 1);
      return count + 1;
    },
  },
});

/** The name of the test. */
export const NAME = "two losses and one pre-emption, quoted 'so'";

/** What goes wrong by chance. */
export const OPTIONS: SimulatedOptions = {
  runs: 5000,
  faults: { messages: { loss: 0.2, from: ["x", "y", "z"], to: "log" } },
};

/** Wrong where what `x` and `y` write is lost, and `n` is written before `m`; beside it much else goes on. */
export async function body(sim: SimContext): Promise<void> {
  const log = await sim.start(Log, { name: "log" });
  for (let n = 0; n < 13; n++) (await sim.start(Noise)).cast("tick", 24);
  for (const name of ["x", "y", "z", "m", "n"]) {
    sim.spawn((self) => Log.at(self, "log").cast("note", name), { name });
  }
  await sim.settle();
  const all = await log.call("all");
  if (!all.includes("x") && !all.includes("y") && all.indexOf("n") < all.indexOf("m")) {
    throw new RangeError(`wrong: ${all}`);
  }
}

/** The same after somebody has changed it. */
export async function edited(sim: SimContext): Promise<void> {
  await sim.start(Noise, { name: "new" });
  sim.spawn((self) => Noise.at(self, "new").cast("tick", 3));
  await body(sim);
}

const { Deno: host } = globalThis as {
  Deno?: { env: { get(name: string): string | undefined }; test?: typeof Deno.test };
};
const fixture = host?.env.get("FIXTURE");
if (fixture !== undefined) host!.test!(NAME, simulated(fixture === "edited" ? edited : body, OPTIONS));
