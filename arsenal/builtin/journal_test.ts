import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { Journal } from "./journal.ts";

const never = new AbortController().signal;

Deno.test("Journal.read() gives what came after, and tells what is held no longer", () => {
  const journal = new Journal<string>(3);
  for (const each of "abcdefgh") journal.write(each);
  assertEquals(journal.newest, 8);
  assertEquals(journal.read(6, 10), { entries: [{ number: 7, value: "g" }, { number: 8, value: "h" }], lost: 0 });
  assertEquals(journal.read(0, 1), { entries: [{ number: 6, value: "f" }], lost: 5 });
  assertEquals(journal.read(8, 10), { entries: [], lost: 0 });
});

Deno.test("Journal.wait() ends by an entry, the end, the time, or the signal", async () => {
  const clock = new VirtualClock();
  const journal = new Journal<string>(3);
  const wait = (signal = never) => journal.wait(journal.newest, { signal, clock, timeoutMs: 100 });
  const first = wait();
  journal.write("a");
  assertEquals(await first, "entry");
  const second = wait();
  await clock.advance(100, () => Promise.resolve());
  assertEquals(await second, "timeout");
  const controller = new AbortController();
  const third = wait(controller.signal);
  controller.abort();
  assertEquals(await third, "aborted");
  const fourth = wait();
  journal.end();
  assertEquals([await fourth, await wait(), clock.nextAlarm], ["ended", "ended", undefined]);
});

Deno.test("Journal takes nothing after its end", () => {
  const journal = new Journal<string>(3);
  journal.end();
  journal.write("late");
  assertEquals([journal.newest, journal.size, journal.ended], [0, 0, true]);
});
