import { assertEquals, assertThrows } from "@std/assert";
import { RealClock, RealRandom } from "./environment.ts";
import { ArgumentError } from "./processes/errors.ts";
import { silentLogger } from "./processes/reporter.ts";
import { FairScheduler } from "./processes/scheduler.ts";
import { System } from "./system.ts";
import { checkParts } from "./system_parts.ts";

const NONE: readonly unknown[] = [null, NaN, -1, "", "clock", true, 1n, Symbol("part"), {}, [], Object.create(null)];

for (const part of ["clock", "random", "scheduler", "logger"]) {
  Deno.test(`checkParts() refuses a ${part} that lacks what a System calls`, () => {
    for (const value of [...NONE, () => {}]) {
      const error = assertThrows(() => new System({ [part]: value } as never), ArgumentError);
      assertEquals(error.action, "make a System");
      assertEquals(error.rule.startsWith(`${part} is an object with a function `), true);
      assertEquals(error.value, value);
    }
  });
}

Deno.test("checkParts() refuses options and registrars that are no objects", () => {
  for (const value of [null, 5, "system"]) {
    assertThrows(() => new System(value as never), ArgumentError, "the options are an object");
    assertThrows(
      () => new System({ registrars: value as never }),
      ArgumentError,
      "registrars is an object of functions",
    );
  }
});

Deno.test("checkParts() says which function is missing", () => {
  const clock = { now: () => 0, wallTime: () => 0 };
  assertThrows(
    () => new System({ clock: clock as never }),
    ArgumentError,
    "Cannot make a System: clock is an object with a function setAlarm, got {}",
  );
});

Deno.test("checkParts() takes the built-in parts, and none", () => {
  checkParts({});
  checkParts({
    clock: new RealClock(),
    random: new RealRandom(),
    scheduler: new FairScheduler(),
    logger: silentLogger,
  });
});
