import { assertEquals, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { limitsOf } from "../limits/profiles.ts";
import type { Program } from "./program.ts";
import { ProgramsWatch } from "./programs_watch.ts";

/** A clock that fires when it is told to. */
function handClock() {
  const clock = {
    at: 0,
    due: undefined as (() => void) | undefined,
    now: () => clock.at,
    wallTime: () => clock.at,
    setAlarm: (_at: number, fire: () => void) => {
      clock.due = fire;
      return { cancel: () => void (clock.due = undefined) };
    },
  };
  return clock;
}

function watchOf(uses: readonly { count: number; mib: number; isOver?: boolean }[]) {
  const clock = handClock();
  const exceeded: string[] = [];
  const programs = uses.map(({ count, mib, isOver = false }, at) =>
    [at, {
      isOver,
      busyMs: () => clock.at,
      use: () => ({ count, bytes: mib * 2 ** 20 }),
      exceed: (limit: string, used: number) => exceeded.push(`${at} ${limit} ${used}`),
    } as unknown as Program] as const
  );
  const limits = limitsOf({ programs: 8, memoryMb: 128, heapMb: 64, wallMs: 1000 });
  return { clock, exceeded, watch: new ProgramsWatch(new Map(programs), { limits, clock }) };
}

Deno.test("ProgramsWatch has the greatest ended where all together are too much", () => {
  for (
    const [uses, told] of [
      [[{ count: 3, mib: 1 }, { count: 4, mib: 1 }], []],
      [[{ count: 3, mib: 1 }, { count: 6, mib: 1 }], ["1 programs 9"]],
      [[{ count: 1, mib: 100 }, { count: 2, mib: 40 }], ["0 memoryMb 140"]],
      [[{ count: 9, mib: 200, isOver: true }], []],
    ] as const
  ) {
    const { clock, exceeded, watch } = watchOf(uses);
    watch.begin();
    clock.at = 50;
    clock.due?.();
    assertEquals(exceeded, [...told]);
  }
});

Deno.test("ProgramsWatch ends what takes too long, and looks no more once there is none", () => {
  const { clock, exceeded, watch } = watchOf([{ count: 1, mib: 1 }]);
  watch.begin();
  clock.at = 1000;
  clock.due?.();
  assertEquals([exceeded, clock.due !== undefined], [["0 wallMs 1000"], true]);
  watch.end();
  assertEquals(clock.due, undefined);
  const idle = watchOf([{ count: 1, mib: 1, isOver: true }]);
  idle.watch.begin();
  const fire = idle.clock.due;
  idle.clock.due = undefined;
  fire?.();
  assertEquals(idle.clock.due, undefined);
});

Deno.test("ProgramsWatch has room for as many as may be", () => {
  watchOf([{ count: 7, mib: 1 }]).watch.demandRoom("run");
  assertThrows(
    () => watchOf([{ count: 8, mib: 1 }]).watch.demandRoom("run"),
    SandboxError,
    "programs is 8, used were 9",
  );
  const many = watchOf(Array.from({ length: 8 }, () => ({ count: 0, mib: 0 })));
  assertThrows(() => many.watch.demandRoom("run"), SandboxError, "programs is 8, used were 9");
});
