import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { jumpClock } from "./jump_clock.ts";

Deno.test(
  "jumpClock: forward, with what was due meanwhile late; back for people alone",
  isolated(async (t) => {
    const me = t.attach();
    for (const [what, delayMs] of [["soon", 100], ["later", 200], ["after", 1000]] as const) {
      me.sendAfter(me.pid, what, { delayMs });
    }
    jumpClock(t.system, 500);
    const late = [await me.receive(), await me.receive(), t.system.now()];
    assertEquals(late, ["soon", "later", 500]);
    const wall = t.system.wallTime();
    jumpClock(t.system, -400);
    assertEquals([t.system.wallTime() - wall, t.system.now()], [-400, 500]);
    assertEquals([await me.receive(), t.system.now()], ["after", 1000]);
    assertThrows(() => jumpClock(t.system, NaN), ArgumentError, "it jumps by a finite number");
  }, { clock: "virtual" }),
);

Deno.test(
  "jumpClock: the time of the machine does not",
  isolated((t) => {
    assertThrows(
      () => jumpClock(t.system, 1),
      ArgumentError,
      "Cannot let a clock jump: it is a System in virtual time",
    );
    assertThrows(() => jumpClock(undefined as never, 1), ArgumentError, "it is a System in virtual time");
  }),
);
