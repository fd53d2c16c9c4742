import type { BenchRow } from "../../.ci/bench/types.ts";
import { localRateRow } from "../testdata/local_rates.ts";

const script = new URL("./testdata/local_rates.ts", import.meta.url);
const peer = { name: "after another real System", how: "real" };

/** Who has run a Simulation does not pay for it in its real Systems. */
export const rows: BenchRow[] = (["call", "cast"] as const).map((what) =>
  localRateRow({ name: `otp/${what}-after-simulation`, script, what, how: "simulated", peer })
);
