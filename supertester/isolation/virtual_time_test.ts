import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError, CallError, GenServer } from "@superlearner/otp";
import { DeadlockError } from "@superlearner/otp/simulation";
import { isolated } from "./isolated.ts";

const YEAR = 365 * 24 * 3_600_000;

const Silent = GenServer.define({ name: "Silent", init: () => 0, calls: { ask: () => GenServer.noreply(0) } });

Deno.test(
  "case 16: virtual timers go off by time, then by when they were set; a cancelled one never; none is lost",
  isolated(async (t) => {
    const heard: [unknown, number][] = [];
    const cancelled: unknown[] = [];
    const { system } = t;
    const Bell = GenServer.define({
      name: "Bell",
      init: () => 0,
      handleInfo: (count, message, self) => {
        heard.push([message, system.now()]);
        if (message === "nest") {
          self.sendAfter(self.pid, "nested", { delayMs: 0 }); // for the same instant, behind what is due there
          cancelled.push(system.cancelTimer(due), system.cancelTimer(later));
        }
        return count;
      },
    });
    const bell = await t.start(Bell);
    const at = (delayMs: number, message: string) => system.sendAfter(bell.pid!, message, { delayMs });
    at(100 * YEAR, "far");
    at(300, "late");
    at(100, "nest");
    const due = at(100, "same instant");
    const later = at(200, "cancelled");
    at(50, "first");
    await t.advance(100);
    assertEquals(heard, [["first", 50], ["nest", 100], ["same instant", 100], ["nested", 100]]);
    assertEquals(cancelled, [false, 100]); // what is in the mailbox is not taken back, as in Erlang, and that is said
    await t.advance(1000); // jumps over what is due on the way, which has its own time
    assertEquals(heard.slice(4), [["late", 300]]);
    await t.advance(100 * YEAR);
    assertEquals([heard.slice(5), system.now()], [[["far", 100 * YEAR]], 100 * YEAR + 1100]);
  }, { clock: "virtual" }),
);

Deno.test(
  "case 16: an alarm that another cancels in the same instant does not go off",
  isolated(async (t) => {
    const { clock } = t.system;
    const log: string[] = [];
    clock.setAlarm(100, () => {
      log.push("first");
      second.cancel();
      clock.setAlarm(100, () => log.push("nested"));
    });
    const second = clock.setAlarm(100, () => log.push("second"));
    clock.setAlarm(100, () => log.push("third"));
    await t.advance(100);
    assertEquals(log, ["first", "third", "nested"]);
  }, { clock: "virtual" }),
);

Deno.test(
  "case 17: with nothing left but the time-out of a call, virtual time goes to it by itself",
  isolated(async (t) => {
    const silent = await t.start(Silent);
    await assertRejects(() => silent.call("ask", undefined, { timeoutMs: 60_000 }), CallError, "no reply within");
    assertEquals(t.system.now(), 60_000);
  }, { clock: "virtual" }),
);

Deno.test("case 17: moved by hand it does not, and the deadlock says which timer is next", async () => {
  const test = isolated(async (t) => {
    const silent = await t.start(Silent);
    await silent.call("ask", undefined, { timeoutMs: 60_000 });
  }, { clock: "virtual", advance: "manual" });
  const error = await assertRejects(() => test(), DeadlockError);
  assertStringIncludes(error.message, "time is moved by hand (the next timer is due at 60000 ms)");
  await isolated(async (t) => {
    const silent = await t.start(Silent);
    const asked = assertRejects(() => silent.call("ask", undefined, { timeoutMs: 60_000 }), CallError);
    await t.advance(59_999);
    assertEquals(t.system.now(), 59_999);
    await t.advance(1);
    await asked;
  }, { clock: "virtual", advance: "manual" })();
  await assertRejects(
    () => isolated(() => {}, { advance: "manual" })(),
    ArgumentError,
    'advance is for clock "virtual"',
  );
});
