/**
 * Sarah's chaos testing session: a minute in which half of what runs is killed every tenth of a second, then a look whether
 * the shop still sells, then the report. The minute is virtual and over in a moment.
 *
 *     deno run supertester/examples/chaos_session.ts
 */
import { type ChildSpec, GenServer, Supervisor, type SupervisorDefinition } from "@superlearner/otp";
import {
  assertResilient,
  type ChaosReport,
  createContext,
  killChildren,
  type TestContext,
} from "@superlearner/supertester";

/** Opens its connection to the database when it starts, which takes some time. */
const Orders = GenServer.define({
  name: "Orders",
  async init() {
    await this.sleep(30);
    return { open: 0 };
  },
  calls: { place: (state) => [state.open + 1, { open: state.open + 1 }] },
});

const Stock = GenServer.define({
  name: "Stock",
  init: (pieces: number) => pieces,
  calls: { left: (pieces) => [pieces, pieces] },
});

/** What runs in production. */
export const children: readonly ChildSpec[] = [
  Orders.child({ name: "orders" }),
  Stock.child({ name: "stock", args: [1000] }),
];

/** Ten restarts a second are usual under this chaos; more than twenty are too many. */
export const ProductionSupervisor: SupervisorDefinition<[]> = Supervisor.define({
  name: "ProductionSupervisor",
  strategy: "one_for_one",
  maxRestarts: 20,
  maxSeconds: 1,
  children,
});

/** The session: gives the report. */
export async function chaosSession(t: TestContext, seed = 0): Promise<ChaosReport> {
  // 1. Set up the test environment.
  const supervisor = await t.start(ProductionSupervisor);
  const systemHealthy = async () => {
    const placed = await t.system.whereis(Orders, "orders").call("place");
    return placed === 1 && await t.system.whereis(Stock, "stock").call("left") === 1000;
  };
  // 2. Run chaos scenarios.
  const report = await killChildren(supervisor, { rate: 0.5, durationMs: 60_000, seed });
  // 3. Verify the system's resilience.
  await assertResilient(supervisor, () => systemHealthy());
  // 4. Give the report: it is also one of the results of the test, for `supertester report`.
  return report;
}

if (import.meta.main) {
  await using t = createContext({ clock: "virtual", trace: false });
  console.log((await t.run(() => chaosSession(t))).toText());
}
