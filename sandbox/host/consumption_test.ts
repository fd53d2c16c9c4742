import { assertEquals } from "@std/assert";
import { limitsOf } from "../limits/profiles.ts";
import { Consumption, NOTHING_USED } from "./consumption.ts";

Deno.test("Consumption says where more is used than may be, in its stretch of time", () => {
  let now = 0;
  const limits = limitsOf({
    messagesPerSec: 4,
    bytesPerSec: 100,
    outputBytes: 10,
    processes: 2,
    mailbox: 5,
    cpuMs: 100,
  });
  const used = new Consumption(limits, () => now);
  const heard = (...bytes: number[]) => bytes.map((each) => used.heard(each));
  assertEquals(heard(1, 1, 1, 1, 1).slice(3), [undefined, { limit: "messagesPerSec", used: 5 }]);
  now = 1000;
  assertEquals(heard(60, 40, 1), [undefined, undefined, { limit: "bytesPerSec", used: 101 }]);
  assertEquals([used.printed("ääää"), used.printed("x")], [undefined, { limit: "outputBytes", used: 11 }]);
  assertEquals([used.counted(2, 5), used.counted(3, 0)], [undefined, { limit: "processes", used: 3 }]);
  assertEquals(used.counted(1, 6), { limit: "mailbox", used: 6 });
  assertEquals([
    used.sampled({ heapBytes: 1, externalBytes: 2, cpuMs: 60 }),
    used.sampled({ heapBytes: 1, externalBytes: 2, cpuMs: 130 }),
  ], [undefined, { limit: "cpuMs", used: 130 }]);
  now = 61_000;
  assertEquals(used.sampled({ heapBytes: 1, externalBytes: 2, cpuMs: 190 }), undefined);
});

Deno.test("Consumption tells what was used", () => {
  const used = new Consumption(limitsOf({}), () => 0);
  assertEquals(used.usage, NOTHING_USED);
  used.told();
  used.heard(5);
  used.heard(5);
  used.printed("abc");
  used.counted(4, 0);
  used.sampled({ heapBytes: 5, externalBytes: 6, cpuMs: 7 });
  assertEquals(used.usage, {
    heapBytes: 5,
    externalBytes: 6,
    cpuMs: 7,
    processes: 4,
    messages: { from: 2, to: 1 },
    outputBytes: 4,
  });
});
