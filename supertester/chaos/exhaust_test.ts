import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ArgumentError,
  DynamicSupervisor,
  GenServer,
  listTimers,
  OverloadError,
  processInfo,
  StartError,
} from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { exhaust, type ExhaustOptions } from "./exhaust.ts";

const Till = GenServer.define({
  name: "Till",
  init: () => 0,
  calls: { total: (sum) => [sum, sum] },
  casts: { sell: (sum, price: number) => sum + price },
});
const virtual = { clock: "virtual", trace: false } as const;

Deno.test(
  "D16: exhaust: processes: the limit of a DynamicSupervisor is really reached, and there is room again afterwards",
  isolated(async (t) => {
    const rooms = await t.start(DynamicSupervisor.define({ name: "Rooms", maxChildren: 50 }));
    await rooms.startChild(Till.child());
    {
      await using pressure = await exhaust(t.system, { resource: "processes", of: rooms });
      assertEquals([pressure.resource, pressure.held, pressure.reached], ["processes", 49, true]);
      const error = await assertRejects(() => rooms.startChild(Till.child()), StartError);
      assertEquals(error.reason, "max_children");
    }
    await rooms.startChild(Till.child());
    assertEquals((await rooms.countChildren()).active, 2);
  }, virtual),
);

Deno.test(
  "D16: exhaust: mailbox: full to the limit, whoever sends is refused, and it is drained when it is let go",
  isolated(async (t) => {
    for (const count of [100, 1]) {
      const till = await t.start(Till, { maxMailbox: 100 });
      till.cast("sell", 1);
      {
        const send = () => till.cast("sell", 2);
        await using pressure = await exhaust(t.system, { resource: "mailbox", of: till, count, send });
        assertEquals([pressure.held, pressure.limit, pressure.reached], [100, 100, true]);
        assertThrows(() => till.cast("sell", 7), OverloadError);
      }
      assertEquals([processInfo(t.system, till.pid!)?.mailboxLength, await till.call("total")], [0, 199]);
    }
    const open = await t.start(Till);
    await using pressure = await exhaust(t.system, { resource: "mailbox", of: open, count: 30 });
    assertEquals([pressure.held, pressure.limit, pressure.reached], [30, undefined, false]);
  }, virtual),
);

Deno.test(
  "D16: exhaust: processes, names, timers, memory: held, and gone when the disposal is over",
  isolated(async (t) => {
    const { system } = t;
    t.system.spawn(() => new Promise(() => {}), { name: "taken" });
    const counts = () => [system.processCount, system.names.length, listTimers(system).length];
    const before = counts();
    const made: [ExhaustOptions, number, number[]][] = [
      [{ resource: "processes", count: 40 }, 40, [41, 1, 0]],
      [{ resource: "names", count: 30 }, 30, [31, 31, 0]],
      [{ resource: "names", names: ["taken", "free"] }, 1, [2, 2, 0]],
      [{ resource: "timers", count: 20 }, 20, [2, 1, 20]],
      [{ resource: "memory", bytes: 3_000_000 }, 3_000_000, [2, 1, 0]],
    ];
    for (const [options, held, during] of made) {
      const pressure = await exhaust(system, options);
      assertEquals([pressure.held, pressure.limit, pressure.reached, counts()], [held, undefined, false, during]);
      await pressure.release();
      await pressure[Symbol.asyncDispose]();
      assertEquals(counts(), before);
    }
  }, virtual),
);

Deno.test(
  "exhaust: what fails half-way leaves nothing behind, and who dies meanwhile is not waited for",
  isolated(async (t) => {
    const till = await t.start(Till, { maxMailbox: 10 });
    let sent = 0;
    const send = () => {
      if (++sent > 5) throw new RangeError("no more");
      till.cast("sell", 1);
    };
    await assertRejects(() => exhaust(t.system, { resource: "mailbox", of: till, send }), RangeError, "no more");
    assertEquals(await till.call("total"), 5);
    await assertRejects(() => exhaust(t.system, { resource: "names", names: ["a", ""] }), ArgumentError);
    assertEquals(t.system.whereis("a"), undefined);
    const rooms = await t.start(DynamicSupervisor.define({ name: "Rooms", maxChildren: 5 }));
    const [full, filled] = [
      await exhaust(t.system, { resource: "processes", of: rooms }),
      await exhaust(t.system, { resource: "mailbox", of: till }),
    ];
    assert(full.reached && filled.reached);
    for (const ref of [rooms, till]) t.system.exit(ref.pid!, "kill");
    await full.release();
    await filled.release();
  }, virtual),
);

Deno.test(
  "exhaust: refuses what it cannot do",
  isolated(async (t) => {
    const till = await t.start(Till);
    const wrong: [unknown, string][] = [
      [
        { resource: "disk" },
        'Cannot exhaust a resource: the resource is processes, mailbox, memory, names, timers, got "disk"',
      ],
      [undefined, "the resource is"],
      [{ resource: "names", size: 1 }, "its options are resource, names, count"],
      [{ resource: "timers", count: -1 }, "count is a whole number from 0 up, got -1"],
      [{ resource: "timers", delayMs: NaN }, "delayMs is a number of milliseconds"],
      [{ resource: "memory", bytes: 2 ** 31 }, "bytes are 1073741824 at most"],
      [{ resource: "processes", of: till }, "of is a DynamicSupervisor"],
      [{ resource: "mailbox", of: t.ref("nobody") }, 'of is alive, got "nobody"'],
      [{ resource: "mailbox", of: till, send: 1 }, "send is a function, got 1"],
    ];
    for (const [options, message] of wrong) {
      await assertRejects(() => exhaust(t.system, options as ExhaustOptions), ArgumentError, message);
    }
    await assertRejects(() => exhaust({} as never, { resource: "memory" }), ArgumentError, "it is of a System");
  }, virtual),
);
