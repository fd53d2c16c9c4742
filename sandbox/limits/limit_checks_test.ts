import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { deadlineMs, LIMIT_CHECKS } from "./limit_checks.ts";
import { PING_MS, RESIDENT_MS, SAMPLE_MS, SILENCE_MS, USAGE_MS } from "./limit_periods.ts";
import { LIMIT_NAMES } from "./limits.ts";
import { limitsOf } from "./profiles.ts";

const limits = limitsOf({ wallMs: 1_000, turnMs: 100 });

Deno.test("deadlineMs() of a limit of time is its value and the look", () => {
  assertEquals(deadlineMs("wallMs", limits, "worker"), 1_000 + LIMIT_CHECKS.wallMs.worker.periodMs);
  assertEquals(deadlineMs("turnMs", limits, "process"), 100 + 100 + LIMIT_CHECKS.turnMs.process.periodMs);
});

Deno.test("deadlineMs() of what is counted in a turn is the rest of the turn until it is stopped, and the look", () => {
  assertEquals(deadlineMs("mailbox", limits, "worker"), 100 + 100 + LIMIT_CHECKS.mailbox.worker.periodMs);
});

Deno.test("deadlineMs() of what is read from outside does not wait for the guest", () => {
  assertEquals(deadlineMs("memoryMb", limits, "process"), LIMIT_CHECKS.memoryMb.process.periodMs);
});

Deno.test("LIMIT_CHECKS: no deadline is shorter than what those who look take for it", () => {
  const least = { cpuMs: SAMPLE_MS, processes: USAGE_MS, mailbox: USAGE_MS, turnMs: SILENCE_MS + PING_MS } as const;
  for (const [name, ms] of Object.entries(least)) {
    for (const wall of ["worker", "process"] as const) {
      const { periodMs } = LIMIT_CHECKS[name as keyof typeof least][wall];
      assertEquals([name, wall, periodMs > ms], [name, wall, true]);
    }
  }
  assertEquals(LIMIT_CHECKS.memoryMb.process.periodMs > RESIDENT_MS, true);
});

Deno.test("LIMIT_CHECKS: each limit is held on both walls, with a deadline that a timer can have", () => {
  for (const name of LIMIT_NAMES) {
    for (const wall of ["worker", "process"] as const) {
      const deadline = deadlineMs(name, limitsOf("strict"), wall);
      assertEquals([name, wall, deadline > 0 && deadline < 2 ** 31], [name, wall, true]);
    }
  }
});

Deno.test("deadlineMs() refuses what is no limit, no wall and no limits", () => {
  const limits = limitsOf("strict");
  for (const limit of [null, undefined, "toString", {}] as never[]) {
    assertThrows(() => deadlineMs(limit, limits, "worker"), ArgumentError, "a limit is one of heapMb");
  }
  for (const isolation of [null, undefined, "thread", {}] as never[]) {
    assertThrows(() => deadlineMs("turnMs", limits, isolation), ArgumentError, 'isolation is "worker" or "process"');
  }
  for (const none of [null, undefined, 5, []] as never[]) {
    assertThrows(() => deadlineMs("turnMs", none, "worker"), ArgumentError, "limits are an object");
  }
  assertThrows(() => deadlineMs("wallMs", {} as never, "worker"), ArgumentError, "each limit has a value");
});
