import { assert, assertEquals, AssertionError, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { processRef } from "../waiting/target.ts";
import { assertResilient, type ResilientOptions } from "./assert_resilient.ts";
import { killChildren } from "./kill_children.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0, calls: { ping: (state) => ["pong", state] } });
const shopOf = (maxRestarts: number) =>
  Supervisor.define({ name: "Shop", maxRestarts, children: [Worker.child({ name: "worker" })] });
const virtual = { clock: "virtual", trace: false } as const;

Deno.test(
  "assertResilient: chaos, then recovery by a criterion of one's own",
  isolated(async (t) => {
    const shop = await t.start(shopOf(1000));
    const report = await assertResilient(shop, {
      chaos: () => killChildren(shop, { rate: 1, durationMs: 1000 }),
      recovered: async () => await t.system.whereis(Worker, "worker").call("ping") === "pong",
    });
    assertEquals([`${report.chaos}`, report.durationMs], ["10 crashes, 10 recoveries, 0 failures ✓", 1000]);
    assertEquals(report.timeToRecoverMs, 0);
  }, virtual),
);

Deno.test(
  "assertResilient: with a function alone, and a System or a name as the target",
  isolated(async (t) => {
    const shop = await t.start(shopOf(1000));
    t.system.exit("worker", "kill");
    await assertResilient(shop, () => t.system.whereis("worker") !== undefined);
    await assertResilient(processRef(t.system, "worker"), () => true);
    await assertResilient(t.system, () => true);
    await assertResilient(shop);
  }, virtual),
);

Deno.test(
  "assertResilient: waits for what comes later, and tells how long that took",
  isolated(async (t) => {
    const shop = await t.start(shopOf(0));
    let open = false;
    t.system.spawn(async (self) => {
      await self.sleep(700);
      open = true;
    });
    const { timeToRecoverMs } = await assertResilient(shop, () => open);
    assertEquals(timeToRecoverMs, 700);
  }, virtual),
);

Deno.test(
  "assertResilient: fails with what was found, for a supervisor that died of it",
  isolated(async (t) => {
    const shop = await t.start(shopOf(1), { name: "shop" });
    const { pid } = shop;
    const error = await assertRejects(
      () => assertResilient(shop, { chaos: () => killChildren(shop, { rate: 1 }), timeoutMs: 300 }),
      AssertionError,
    );
    const lines = error.message.split("\n");
    assertEquals(lines.slice(0, 5), [
      "System failed to recover from chaos within 300ms.",
      `System: shop ${pid}`,
      "System alive: false (it exited with shutdown)",
      "In the end it is dead, and its pid is of nobody else",
      "Meanwhile 2 crashes, 1 recovery, 1 failure, the process under chaos stopped: shutdown ✗",
    ]);
    assertStringIncludes(error.message, `${pid} process.exited name="shop" reason=shutdown`);
  }, virtual),
);

Deno.test(
  "D15: assertResilient: of any target, the text of a failure is made",
  isolated(async (t) => {
    await t.start(shopOf(1));
    const named = processRef(t.system, "worker");
    await assertRejects(
      () => assertResilient(named, { recovered: () => false, timeoutMs: 10 }),
      AssertionError,
      "In the end recovered() gave false",
    );
    const strange = {
      system: t.system,
      alive: true,
      pid: undefined,
      toString: () => {
        throw new Error("no text");
      },
    };
    await assertRejects(
      () => assertResilient(strange, { recovered: () => false, timeoutMs: 10 }),
      AssertionError,
      "System: unknown (no text)\nSystem alive: true",
    );
    await assertRejects(
      () => assertResilient(t.system, { recovered: () => false, timeoutMs: 0 }),
      AssertionError,
      "System: a System of 2 processes\nSystem alive: true",
    );
  }, virtual),
);

Deno.test(
  "assertResilient: only true is recovered; what is thrown is the cause",
  isolated(async (t) => {
    const shop = await t.start(shopOf(1));
    const found = async (recovered: () => unknown) =>
      await assertRejects(
        () => assertResilient(shop, { recovered: recovered as () => boolean, timeoutMs: 10 }),
        AssertionError,
      );
    assertStringIncludes((await found(() => undefined)).message, "In the end recovered() gave undefined");
    assertStringIncludes((await found(() => 1)).message, "In the end recovered() gave 1");
    const thrown = new RangeError("too hot");
    const error = await found(() => Promise.reject(thrown));
    assertStringIncludes(error.message, "In the end recovered() threw RangeError: too hot");
    assert(error.cause === thrown);
  }, virtual),
);

Deno.test(
  "assertResilient: a pid that is dead does not come back, and is not waited for",
  isolated(async (t) => {
    const worker = await t.start(Worker);
    const error = await assertRejects(
      () => assertResilient(worker, { chaos: () => t.system.exit(worker.pid!, "kill") }),
      AssertionError,
      "System alive: false (it exited with killed)\nIn the end it is dead, and its pid is of nobody else",
    );
    assertStringIncludes(error.message, `System: Worker ${worker}`);
    assertEquals(t.system.now(), 0);
  }, virtual),
);

Deno.test(
  "assertResilient: chaos that fails is told from a System that does, and faults are taken off before recovery",
  isolated(async (t) => {
    const shop = await t.start(shopOf(1));
    const cause = new Error("no matches");
    const error = await assertRejects(
      () => assertResilient(shop, { chaos: () => Promise.reject(cause) }),
      AssertionError,
      "The chaos itself failed: no matches",
    );
    assert(error.cause === cause);
    let on = true;
    const fault = { [Symbol.dispose]: () => void (on = false) };
    await assertResilient(shop, { chaos: () => [fault], recovered: () => !on });
  }, virtual),
);

Deno.test(
  "assertResilient: refuses what it cannot do",
  isolated(async (t) => {
    await assertRejects(() => assertResilient("shop" as never), ArgumentError, "the target is a ref or a System");
    const wrong: [unknown, string][] = [
      [{ timeout: 1 }, 'its options are chaos, recovered, timeoutMs, got "timeout"'],
      [{ chaos: 1 }, "chaos is a function, got 1"],
      [{ timeoutMs: NaN }, "timeoutMs is a number"],
      [null, "its options are an object"],
    ];
    for (const [options, message] of wrong) {
      await assertRejects(() => assertResilient(t.system, options as ResilientOptions), ArgumentError, message);
    }
  }, virtual),
);
