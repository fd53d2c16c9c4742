import { assertEquals } from "@std/assert";
import { isolated } from "../isolation/isolated.ts";
import { fillMailbox, fillMemory, fillNames, fillProcesses, fillTimers } from "./_filling.ts";

Deno.test(
  "fillProcesses, fillNames, fillTimers, fillMemory, fillMailbox: nothing at all is held where nothing is asked for",
  isolated(async (t) => {
    const me = t.attach();
    const filled = [
      await fillProcesses(t.system, { of: undefined, count: 0 }),
      fillNames(t.system, []),
      fillTimers(t.system, { count: 0, delayMs: 1 }),
      fillMemory(t.system, 0),
      fillMailbox("fill", { of: t.ref(me.pid), count: 0, send: undefined }),
    ];
    assertEquals(filled.map(({ held, limit }) => [held, limit]), filled.map(() => [0, undefined]));
    for (const each of filled) await each.release();
    assertEquals(t.system.processCount, 1);
  }),
);
