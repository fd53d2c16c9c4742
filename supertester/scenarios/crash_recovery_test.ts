import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { crashRecovery } from "./crash_recovery.ts";
import { Counter } from "./testdata/servers.ts";

const Stubborn = GenServer.define({ name: "Stubborn", init: () => 0, trapExit: true, handleInfo: (n) => n });

const Tree = Supervisor.define({
  name: "Tree",
  children: [
    Counter.child({ name: "counter" }),
    Stubborn.child({ name: "stubborn" }),
    Counter.child({ id: "once", name: "once", restart: "temporary" }),
  ],
});

Deno.test(
  "D7: a process is followed through its supervisor, by pid as well as by name",
  isolated(async (t) => {
    await t.start(Tree);
    const byName = t.system.whereis(Counter, "counter");
    for (const ref of [() => byName, () => Counter.at(t.system, byName.pid!)]) {
      const from = byName.pid!;
      const recovery = await crashRecovery(ref(), { reason: "chaos" });
      assertEquals(recovery, { recovered: true, from, reason: "chaos", to: byName.pid!, timeToRecoverMs: 0 });
    }
    const dead = Counter.at(t.system, byName.pid!);
    t.system.exit(dead.pid!, "kill");
    assertEquals((await crashRecovery(dead)).note, "it was dead before");
  }, { clock: "virtual" }),
);

Deno.test(
  "D8: a signal that is ignored is told at once, with the reason",
  isolated(async (t) => {
    await t.start(Tree);
    const began = t.system.now();
    const normal = await crashRecovery(t.ref("counter"), { reason: "normal" });
    assertEquals(normal.note, "signal ignored: normal, nobody dies of normal");
    const { recovered, note } = await crashRecovery(t.ref("stubborn"), { reason: "boom" });
    assertEquals([recovered, note?.startsWith("signal ignored: boom, stubborn <")], [false, true]);
    assertStringIncludes(note!, "traps exits");
    assertEquals(t.system.now(), began);
    assertEquals((await crashRecovery(t.ref("stubborn"))).recovered, true); // a kill cannot be trapped
  }, { clock: "virtual" }),
);

Deno.test(
  "crashRecovery: who is not started again is told at once",
  isolated(async (t) => {
    await t.start(Tree);
    const alone = await t.start(Counter);
    const began = t.system.now();
    const lone = await crashRecovery(alone);
    assertEquals([lone.recovered, lone.reason, lone.note], [false, "killed", "it has no supervisor"]);
    const once = await crashRecovery(t.ref("once"));
    assertEquals([once.recovered, once.reason], [false, "killed"]);
    assertStringIncludes(once.note!, "does not restart it");
    assertEquals((await crashRecovery(t.ref("nobody"))).note, "it was dead before");
    assertEquals(t.system.now(), began);
    await assertRejects(() => crashRecovery(alone, { timeoutMs: -1 }), ArgumentError, "timeoutMs is a number");
    await assertRejects(() => crashRecovery({} as typeof alone), ArgumentError, "it is a ref");
  }, { clock: "virtual" }),
);
