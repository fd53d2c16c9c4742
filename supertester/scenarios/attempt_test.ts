import { assertEquals, assertRejects } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, CallError, GenServer } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import type { Target } from "../waiting/target.ts";
import { type Attempt, stateOf, tryCall } from "./attempt.ts";
import { Account, Counter } from "./testdata/servers.ts";

Deno.test(
  "tryCall: gives the reply, or why there is none",
  isolated(async (t) => {
    const counter = await t.start(Counter);
    const sum = await tryCall(counter, "add", { payload: 2 });
    assertType<IsExact<typeof sum, Attempt<number>>>(true);
    assertEquals(sum, { ok: true, value: 2 });
    const account = await t.start(Account);
    const late = await tryCall(account, "never", { timeoutMs: 0 });
    assertEquals([late.ok, late.ok || late.reason], [false, "timeout"]);
    await t.stop(counter);
    const dead = await tryCall(counter, "value");
    assertEquals([dead.ok, dead.ok || dead.reason, dead.ok || dead.error instanceof CallError], [
      false,
      "noproc",
      true,
    ]);
    // @ts-expect-error add needs a payload
    void (() => tryCall(counter, "add"));
    await assertRejects(() => tryCall({} as typeof counter, "value"), ArgumentError, "it is a ref");
    await assertRejects(() => tryCall(account, "balance", { timeoutMs: -1 }), ArgumentError, "timeoutMs is a number");
  }),
);

Deno.test(
  "stateOf: gives the state after what was sent before, or what the server died of",
  isolated(async (t) => {
    const account = await t.start(Account);
    account.cast("set", 7);
    assertEquals(await stateOf(account), { ok: true, value: 7 });
    const calling = account.call("boom").catch(() => {});
    const crashed = await stateOf(account);
    assertEquals(crashed.ok, false);
    await calling;
    assertEquals(JSON.stringify(await stateOf(account)).includes("boom"), true);
    const nobody = await stateOf(t.ref("nobody"));
    assertEquals([nobody.ok, nobody.ok || nobody.reason], [false, "noproc"]);
    await assertRejects(() => stateOf({} as Target), ArgumentError, "it is a ref");
  }),
);

Deno.test(
  "stateOf: a server that does not come to an end is not waited for without one",
  isolated(async (t) => {
    const Stuck = GenServer.define({
      name: "Stuck",
      init: () => 0,
      casts: { hang: () => new Promise<number>(() => {}) },
    });
    const stuck = await t.start(Stuck);
    stuck.cast("hang");
    const { ok, ...why } = await stateOf(stuck, { timeoutMs: 5 });
    assertEquals([ok, (why as { reason?: string }).reason], [false, "timeout"]);
  }, { clock: "virtual" }),
);
