import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, DynamicSupervisor, GenServer, StartError, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { assertResilient } from "./assert_resilient.ts";
import { failStarts } from "./fail_starts.ts";
import { killChildren } from "./kill_children.ts";

const starts: string[] = [];
const Worker = GenServer.define({ name: "Worker", init: (name: string) => void starts.push(name) });
const workers = (...ids: string[]) => ids.map((id) => Worker.child({ id, name: id, args: [id] }));
const virtual = { clock: "virtual", trace: false } as const;

Deno.test(
  "case 10: failStarts: restarts fail, are tried again, and count against the intensity",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ maxRestarts: 4, children: workers("a", "b") }));
    starts.length = 0;
    const failed: string[] = [];
    t.listen((event) => void (event.type === "child.failed" && failed.push(`${event.child} ${event.reason}`)));
    using failing = failStarts(shop, { child: "a", times: 2 });
    t.system.exit("b", "kill");
    t.system.exit("a", "kill");
    await assertResilient(shop);
    assertEquals([failing.struck, failed, starts], [2, ["a chaos", "a chaos"], ["b", "a"]]);
    await t.advance(6000);
    using more = failStarts(shop, { times: 9, reason: "no room" });
    const report = await killChildren(shop, { rate: 0.5, durationMs: 1 });
    assertEquals([report.supervisorReason, report.failures, more.struck], ["shutdown", 1, 4]);
  }, virtual),
);

Deno.test(
  "failStarts: a child that is added, by its id or its module, and nothing once it is disposed of",
  isolated(async (t) => {
    const rooms = await t.start(DynamicSupervisor.define({ name: "Rooms" }));
    const [a, b] = workers("a", "b");
    {
      using failing = failStarts(rooms, { module: "Worker", times: 5 });
      const error = await assertRejects(() => rooms.startChild(a!), StartError);
      assertEquals([error.reason, failing.struck], ["chaos", 1]);
      using _other = failStarts(rooms, { module: "Somebody" });
    }
    await rooms.startChild(b!);
    const shop = await t.start(Supervisor.define({ children: [] }));
    using _first = failStarts(shop, { child: "c" });
    await assertRejects(() => shop.startChild(workers("c")[0]!), StartError);
    await shop.startChild(workers("d")[0]!);
    assertEquals(t.system.whereis("d") !== undefined, true);
  }, virtual),
);

Deno.test(
  "failStarts: refuses what it cannot do",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ children: [] }));
    const wrong: [() => unknown, string][] = [
      [() => failStarts({} as never), "it is a ref"],
      [() => failStarts(shop, { times: -1 }), "times is a whole number from 0 up, got -1"],
      [() => failStarts(shop, { reason: "normal" }), 'the reason is that of a failure, got "normal"'],
      [() => failStarts(shop, { id: "a" } as never), "its options are child, module, times, reason"],
    ];
    for (const [make, message] of wrong) assertThrows(make, ArgumentError, message);
  }, virtual),
);
