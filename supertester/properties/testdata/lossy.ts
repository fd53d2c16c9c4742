import { nat } from "npm:fast-check@^4";
import { counting, LossyCounter } from "../../scenarios/testdata/servers.ts";
import { modelTest } from "../by_model.ts";

/** A test that fails. */
export const test: ReturnType<typeof modelTest> = modelTest(LossyCounter, {
  calls: { add: nat(100) },
  model: counting,
  clients: 3,
});

/** Its name. */
export const NAME = "adds up, whoever adds";

if (Deno.env.get("FIXTURE") === "lossy") Deno.test(NAME, test);
