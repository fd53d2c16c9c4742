/**
 * A race: two clerks read the balance, then set it. Who reads before the other has set takes the other's deposit away. First
 * come, first served it never shows, since the second clerk looks up a rate first.
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { GenServer, type System } from "@superlearner/otp";
import { explore, isolated, simulated, SimulationError } from "@superlearner/supertester";
import { thousandTimes } from "./testdata/often.ts";

const Account = GenServer.define({
  name: "Account",
  init: () => 0,
  calls: {
    balance: (balance) => [balance, balance],
    deposit: (balance, amount: number) => [balance + amount, balance + amount],
  },
  casts: { set: (_balance, to: number) => to },
});

const Rates = GenServer.define({ name: "Rates", init: () => 2, calls: { rate: (rate) => [rate, rate] } });

/** What both kinds of test have. */
interface World {
  readonly system: System;
  settle(): Promise<void>;
}

/** Two clerks deposit 10 and 2 * 10. */
async function twoDeposits({ system, settle }: World, how: "set" | "deposit"): Promise<number> {
  const account = await system.start(Account, { name: "account" });
  await system.start(Rates, { name: "rates" });
  const clerk = (foreign: boolean) =>
    system.spawn(async (self) => {
      const mine = Account.at(self, "account");
      const amount = foreign ? 10 * await Rates.at(self, "rates").call("rate") : 10;
      if (how === "deposit") await mine.call("deposit", amount);
      else mine.cast("set", await mine.call("balance") + amount);
    }, { label: foreign ? "foreign clerk" : "clerk" });
  clerk(false);
  clerk(true);
  await settle();
  return await account.call("balance");
}

const wrong = async (world: World) => assertEquals(await twoDeposits(world, "set"), 30);
const world = (t: World): World => ({ system: t.system, settle: () => t.settle() });

Deno.test("lost update: an ordinary test passes a thousand times", async () => {
  await thousandTimes(isolated((t) => wrong(world(t)), { trace: false }));
});

Deno.test("lost update: the simulation finds it, makes it small, and runs it again", async () => {
  const test = simulated((sim) => wrong(world(sim)));
  const error = await assertRejects(() => test({ name: "deposits" }), SimulationError);
  assertStringIncludes(error.message, "AssertionError: Values are not equal");
  assertEquals([error.found.preemptions, error.found.minimal], [1, true]); // one turn out of order is enough
  const again = await explore((sim) => wrong(world(sim)), { replay: error.found.token! });
  assertEquals(again.found?.failure.signature, error.found.failure.signature);
});

Deno.test(
  "lost update: a server that adds by itself is right in every order",
  simulated(async (sim) => assertEquals(await twoDeposits(world(sim), "deposit"), 30), { strategy: "exhaustive" }),
);
