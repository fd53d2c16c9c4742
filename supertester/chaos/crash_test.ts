import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, type ExitReason, GenServer, stop } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { crash, type CrashOptions } from "./crash.ts";

const ended: ExitReason[] = [];
const Worker = GenServer.define({
  name: "Worker",
  init: () => 0,
  casts: { work: (done) => done + 1 },
  terminate: (_done, reason) => void ended.push(reason),
});
const Trapping = GenServer.define({
  name: "Trapping",
  trapExit: true,
  init: () => 0,
  handleInfo: (heard: number, _message: unknown) => heard + 1,
});
const virtual = { clock: "virtual" } as const;
const killed = { delivered: true, died: true, reason: "killed" } as const;

Deno.test(
  "crash: now, by a kill unless another reason is given",
  isolated(async (t) => {
    const [one, other] = [await t.start(Worker), await t.start(Worker)];
    assertEquals(await crash(one), killed);
    assertEquals(await crash(other, { reason: "oops" }), { ...killed, reason: "oops" });
  }, virtual),
);

Deno.test(
  "crash: after a while, unless it has died before",
  isolated(async (t) => {
    const [one, other] = [await t.start(Worker), await t.start(Worker)];
    assertEquals(await crash(one, { when: { afterMs: 700 } }), killed);
    assertEquals(t.system.now(), 700);
    t.system.spawn(async (self) => {
      await self.sleep(100);
      t.system.exit(other.pid!, "shutdown");
    });
    assertEquals(await crash(other, { when: { afterMs: 700 } }), {
      delivered: false,
      died: true,
      reason: "shutdown",
      note: "it was dead before its time",
    });
    assertEquals(t.system.now(), 800);
  }, virtual),
);

Deno.test(
  "D15: crash: by chance, any number from 0 to 1, the same by the same seed",
  isolated(async (t) => {
    const fates = async (probability: number) => {
      let dead = 0;
      for (let seed = 0; seed < 40; seed++) {
        dead += (await crash(await t.start(Worker), { when: { probability }, seed })).died ? 1 : 0;
      }
      return dead;
    };
    assertEquals([await fates(0), await fates(1)], [0, 40]);
    const some = await fates(0.5);
    assertEquals([some > 5 && some < 35, await fates(0.5)], [true, some]);
    assertEquals(await crash(await t.start(Worker), { when: { probability: 0 } }), {
      delivered: false,
      died: false,
      note: "by chance it was spared",
    });
  }, virtual),
);

Deno.test(
  "crash: at its n-th message, in the midst of it: that one is not handled, and terminate does not run",
  isolated(async (t) => {
    ended.length = 0;
    const worker = await t.start(Worker);
    const crashed = crash(worker, { when: { onMessage: 3 } });
    for (let n = 0; n < 5; n++) worker.cast("work");
    assertEquals(await crashed, killed);
    const handled = t.chronicle.events(worker.pid).filter(({ type }) => type === "message.handled");
    assertEquals([handled.length, ended], [3, []]);
    assertEquals(handled.map((event) => "failed" in event), [false, false, true]);
  }, virtual),
);

Deno.test(
  "crash: from its handler: terminate runs, and the reason is what it threw",
  isolated(async (t) => {
    ended.length = 0;
    const worker = await t.start(Worker);
    const crashed = crash(worker, { when: { onMessage: 2 }, from: "handler", reason: "no paper" });
    for (let n = 0; n < 5; n++) worker.cast("work");
    assertEquals(await crashed, { delivered: true, died: true, reason: "no paper" });
    assertEquals(ended, ["no paper"]);
    const other = await t.start(Worker);
    const next = crash(other, { from: "handler" });
    other.cast("work");
    assertEquals((await next).reason, "chaos");
  }, virtual),
);

Deno.test(
  "crash: a message that never comes is not waited for for ever",
  isolated(async (t) => {
    const worker = await t.start(Worker);
    for (const from of ["signal", "handler"] as const) {
      assertEquals(await crash(worker, { when: { onMessage: 2 }, from, timeoutMs: 50 }), {
        delivered: false,
        died: false,
        note: "message 2 has not come",
      });
    }
    worker.cast("work");
    worker.cast("work");
    await t.settle();
    assertEquals([worker.alive, t.system.now()], [true, 100]);
  }, virtual),
);

Deno.test(
  "D8: case 20: a signal that is ignored is told at once, and who is dead already as well",
  isolated(async (t) => {
    const worker = await t.start(Worker);
    assertEquals(await crash(worker, { reason: "normal" }), {
      delivered: true,
      died: false,
      note: "signal ignored: normal, nobody dies of normal",
    });
    const trapping = await t.start(Trapping, { name: "trapping", restart: "temporary" });
    const { pid } = trapping;
    const { died, note } = await crash(trapping, { reason: "oops" });
    assertEquals(died, false);
    assertStringIncludes(note!, `signal ignored: oops, trapping ${pid} traps exits`);
    assertEquals(await crash(trapping), killed);
    assertEquals(await crash(t.ref(pid!)), {
      delivered: false,
      died: true,
      reason: "killed",
      note: "it was dead before",
    });
    assertEquals(await crash(t.ref("nobody")), {
      delivered: false,
      died: true,
      reason: "noproc",
      note: "it was dead before",
    });
    assertEquals(t.system.now(), 0);
  }, virtual),
);

Deno.test(
  "case 20: crash: who traps the signal and ends of it has died of it",
  isolated(async (t) => {
    const Polite = GenServer.define({
      name: "Polite",
      trapExit: true,
      init: () => 0,
      handleInfo: (state: number, _message: unknown) => stop("gone", state),
    });
    const polite = await t.start(Polite, { restart: "temporary" });
    assertEquals(await crash(polite, { reason: "oops" }), { delivered: true, died: true, reason: "gone" });
  }, virtual),
);

Deno.test(
  "case 20: crash: killed before init has returned: the true reason",
  isolated(async (t) => {
    const Slow = GenServer.define({
      name: "Slow",
      async init() {
        await this.sleep(1000);
        return 0;
      },
    });
    const starting = t.system.start(Slow, { name: "slow" }).catch((error) => String(error));
    await t.advance(10);
    assertEquals(await crash(t.ref("slow")), killed);
    assertStringIncludes(String(await starting), "killed");
  }, virtual),
);

Deno.test(
  "D22: crash: nothing under test is linked to the test",
  isolated(async (t) => {
    const me = t.attach();
    const worker = await t.start(Worker);
    await crash(worker, { reason: "boom" });
    assertEquals([t.system.isAlive(me.pid), me.mailboxLength], [true, 0]);
  }, virtual),
);

Deno.test(
  "crash: refuses what it cannot do",
  isolated(async (t) => {
    const worker = await t.start(Worker);
    const wrong: [unknown, string][] = [
      [{ when: "later" }, "Cannot crash a process: when is now, { afterMs }, { probability }, or { onMessage }"],
      [{ when: { onMessage: 0 } }, "when is now"],
      [{ when: { probability: 2 } }, "probability is a number from 0 to 1, got 2"],
      [{ when: { afterMs: Infinity } }, "afterMs is a number of milliseconds"],
      [{ from: "above" }, 'from is signal or handler, got "above"'],
      [{ why: "kill" }, "its options are when, reason, from, timeoutMs, seed"],
    ];
    for (const [options, message] of wrong) {
      await assertRejects(() => crash(worker, options as CrashOptions), ArgumentError, message);
    }
    await assertRejects(() => crash("worker" as never), ArgumentError, "it is a ref");
  }, virtual),
);
