import type { BenchRow } from "../../.ci/bench/types.ts";
import { localRateRow } from "../testdata/local_rates.ts";

const script = new URL("./testdata/local_rates.ts", import.meta.url);
const peer = { name: "two Systems, not connected", how: "apart" };

/** Who has connections does not pay for them where it talks at home. */
export const rows: BenchRow[] = (["call", "cast"] as const).map((what) =>
  localRateRow({ name: `otp/${what}-beside-stand-ins`, script, what, how: "connected", peer })
);
