import { assertEquals } from "@std/assert";
import { isolated } from "../isolation/isolated.ts";
import { runScenario } from "./scenario_run.ts";

Deno.test(
  "runScenario: set-up, chaos, disposal, recovery, clean-up, in this order",
  isolated(async (t) => {
    const done: string[] = [];
    const { reason, durationMs } = await runScenario({
      name: "all",
      setUp: () => done.push("set-up"),
      chaos: async (context) => {
        context.use({ [Symbol.dispose]: () => done.push("disposal") });
        done.push(`chaos ${context.seed}`);
        await t.advance(20);
        return { [Symbol.dispose]: () => done.push("what it gave") };
      },
      recovered: () => done.push("recovery") > 0,
      cleanUp: () => done.push("clean-up"),
    }, { target: t.system, system: t.system, seed: 9, leftMs: Infinity });
    assertEquals(done, ["set-up", "chaos 9", "what it gave", "disposal", "recovery", "clean-up"]);
    assertEquals([reason, durationMs], [undefined, 20]);
  }, { clock: "virtual" }),
);
