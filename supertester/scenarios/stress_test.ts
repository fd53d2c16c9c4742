import { assert, assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { op } from "./operation.ts";
import { stress } from "./stress.ts";
import type { StressOptions } from "./stress_options.ts";
import { Account, Counter } from "./testdata/servers.ts";

const mixed = [op.call("value"), op.call("add", 1), op.cast("reset")];

Deno.test(
  "stress: keeps its rate in virtual time, and is the same again from its seed",
  isolated(async (t) => {
    const options: StressOptions = { workers: 4, durationMs: 10_000, rate: 50, seed: 3 };
    const first = await stress(await t.start(Counter), mixed, options);
    assertEquals([first.calls + first.casts, first.errors, first.exits], [500, {}, []]);
    assertEquals([first.callMs?.count, first.callMs?.p99], [first.calls, 0]);
    assert(first.casts > 100 && first.mailboxPeak >= 1);
    const again = await stress(await t.start(Counter), mixed, options);
    assertEquals([again.calls, again.casts], [first.calls, first.casts]);
    const other = await stress(await t.start(Counter), mixed, { ...options, seed: 4 });
    assert(other.casts !== first.casts);
  }, { clock: "virtual", trace: false }),
);

Deno.test(
  "D30: casts stop while the mailbox is full",
  isolated(async (t) => {
    const Slow = GenServer.define({
      name: "Slow",
      init: () => 0,
      casts: {
        work: async (n, _payload: undefined, self) => {
          const { promise, resolve } = Promise.withResolvers<void>();
          self.spawn(async (helper) => {
            await helper.receive(() => false, { timeoutMs: 10 });
            resolve();
          });
          await promise;
          return n + 1;
        },
      },
    });
    const { mailboxPeak, casts } = await stress(await t.start(Slow), [op.cast("work")], {
      durationMs: 500,
      rate: 10_000,
      workers: 2,
      maxMailbox: 10,
      callTimeoutMs: 10_000,
    });
    assert(mailboxPeak <= 12, `${mailboxPeak}`);
    assert(casts > 10);
  }, { clock: "virtual", trace: false }),
);

Deno.test(
  "stress: tells what failed by its reason, and every end of the server",
  isolated(async (t) => {
    await t.start(Supervisor.define({ maxRestarts: 1000, children: [Account.child({ name: "account" })] }));
    const account = t.system.whereis(Account, "account");
    const boom = op.custom(function fails() {
      throw new RangeError("own");
    });
    const report = await stress(account, [op.call("boom"), op.call("never"), op.call("balance"), boom], {
      durationMs: 1000,
      rate: 20,
      workers: 1,
    });
    assert(report.exits.length >= 2);
    assertEquals(report.errors["RangeError"]! + report.errors["timeout"]! > 2, true);
    const failed = Object.values(report.errors).reduce((sum, each) => sum + each, 0);
    assertEquals(failed + report.calls <= 20, true);
    assert(report.exits.every(({ reason, atMs }) => JSON.stringify(reason).includes("boom") && atMs < 1000));
  }, { clock: "virtual", trace: false }),
);

Deno.test(
  "stress: without a limit there would be no time in virtual time",
  isolated(async (t) => {
    const counter = await t.start(Counter);
    await assertRejects(() => stress(counter, mixed, { rate: Infinity }), ArgumentError, "the rate has a limit");
  }, { clock: "virtual" }),
);

Deno.test(
  "stress: nothing is linked to the caller",
  isolated(async (t) => {
    const counter = await t.start(Counter);
    const kill = op.custom((server) => void server.system.exit(server.pid ?? "nobody", "kill"));
    const { exits } = await stress(counter, [kill], { durationMs: 100, rate: 100, workers: 2 });
    assertEquals(exits.map(({ reason }) => reason), ["killed"]);
  }, { clock: "virtual" }),
);
