import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { PING_MS, SILENCE_MS } from "../limits/limit_periods.ts";
import { Silence } from "./silence.ts";

const settle = () => Promise.resolve();

Deno.test("Silence: asked again and again, and told once when nothing comes for too long", async () => {
  const clock = new VirtualClock();
  let asked = 0;
  const told: number[] = [];
  const silence = new Silence({ clock, busyMs: 1000, ask: () => asked++, silent: (ms) => told.push(ms) });
  await clock.advance(SILENCE_MS + 1000, settle);
  assertEquals([asked, told], [(SILENCE_MS + 1000) / PING_MS, []]);
  silence.heard();
  await clock.advance(SILENCE_MS + 1000, settle);
  assertEquals(told, []);
  await clock.advance(10 * PING_MS, settle);
  assertEquals(told, [SILENCE_MS + 1000 + PING_MS]);
});

Deno.test("Silence: once it has ended nobody is asked or told", async () => {
  const clock = new VirtualClock();
  let calls = 0;
  const silence = new Silence({ clock, busyMs: 0, ask: () => calls++, silent: () => calls++ });
  silence.end();
  await clock.advance(10 * SILENCE_MS, settle);
  assertEquals(calls, 0);
});
