/** Sarah's SLA as a test, of an API that does not keep it. */
import { GenServer } from "@superlearner/otp";
import { assertPerformance, isolated } from "@superlearner/supertester";

const Api = GenServer.define({
  name: "Api",
  init: () => 0,
  calls: {
    request: async (served, _: undefined, self) => {
      await self.sleep(150);
      return ["ok", served + 1];
    },
  },
});

Deno.test(
  "API meets 100ms SLA",
  isolated(async (t) => {
    const api = await t.start(Api);
    await assertPerformance(() => api.call("request"), { maxTimeMs: 100, of: api, test: t.name });
  }, { clock: "virtual" }),
);
