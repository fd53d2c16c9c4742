/**
 * Sarah blocks a release that is too slow: an SLA, held against many requests, and the trend of the commits before.
 *
 *     deno run -A supertester/examples/performance_regression.ts COMMIT LATENCY_MS [STORE]
 *
 * prints what it finds and ends with 1 where the release is blocked. Her API is a server in virtual time here, so that the
 * example takes none; hers would be asked over HTTP, with the machine's clock.
 */
import { GenServer } from "@superlearner/otp";
import { assertPerformance, createContext, type Measurement, PerformanceError } from "@superlearner/supertester";
import { openTrends, RegressionError } from "@superlearner/supertester/trends";

/** What is released. */
export interface Release {
  /** Its commit. */
  readonly commit: string;
  /** How long its API takes for a request, in milliseconds. */
  readonly latencyMs: number;
  /** The file in which the results of all releases are kept. */
  readonly store: string;
}

const Api = GenServer.define({
  name: "Api",
  init: (latencyMs: number) => latencyMs,
  calls: {
    request: async (latencyMs, _: undefined, self) => {
      await self.sleep(latencyMs);
      return ["ok", latencyMs];
    },
  },
});

/** The SLA: 100 ms for a request, and no more than 120 ms for 95 % of them. */
async function meetsSla(latencyMs: number): Promise<Measurement> {
  await using t = createContext({ clock: "virtual" });
  return await t.run(async () => {
    const api = await t.start(Api, { args: [latencyMs] });
    return await assertPerformance(() => api.call("request"), {
      name: "request",
      maxTimeMs: 100,
      p95Ms: 120,
      maxMessages: 1,
      of: api,
    });
  });
}

/** Checks a release: what blocks it, in words; nothing if it may go. */
export async function check({ commit, latencyMs, store }: Release): Promise<string[]> {
  using trends = openTrends({ path: store });
  const blocks: string[] = [];
  let measurement: Measurement;
  try {
    measurement = await meetsSla(latencyMs);
  } catch (error) {
    if (!(error instanceof PerformanceError)) throw error;
    blocks.push(error.message);
    measurement = error.measurement;
  }
  trends.record(measurement, { commit });
  try {
    trends.assertNoRegression("request");
  } catch (error) {
    if (!(error instanceof RegressionError)) throw error;
    blocks.push(error.message);
  }
  return blocks;
}

if (import.meta.main) {
  const [commit = "HEAD", latencyMs = "80", store = ":memory:"] = Deno.args;
  const blocks = await check({ commit, latencyMs: Number(latencyMs), store });
  for (const block of blocks) console.error(`FAILED: ${block}`);
  if (blocks.length === 0) console.log(`PASSED: ${commit} may be released`);
  Deno.exit(blocks.length === 0 ? 0 : 1);
}
