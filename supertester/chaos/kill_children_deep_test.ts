import { assert, assertEquals } from "@std/assert";
import { DynamicSupervisor, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { killChildren } from "./kill_children.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const virtual = { clock: "virtual", trace: false } as const;

const branch = (id: string, maxRestarts: number) =>
  Supervisor.define({
    name: "Branch",
    maxRestarts,
    children: ["x", "y"].map((worker) => Worker.child({ id: worker })),
  }).child({ id });

const tree = (limits: { top: number; branch: number }) =>
  Supervisor.define({
    name: "Top",
    maxRestarts: limits.top,
    children: [Worker.child({ id: "w" }), branch("left", limits.branch), branch("right", limits.branch)],
  });

Deno.test(
  "killChildren: not deep: only its own children, and who goes down with them is no crash",
  isolated(async (t) => {
    const top = await t.start(tree({ top: 1000, branch: 0 }));
    const report = await killChildren(top, { rate: 1, durationMs: 1 });
    assertEquals(`${report}`, "3 crashes, 3 recoveries, 0 failures ✓");
    const who = (kind: string) =>
      report.timeline.filter(({ event }) => event === kind).map(({ child }) => child).sort();
    assertEquals(who("kill"), ["left", "right", "w"]);
    assertEquals(who("stop"), ["left/x", "left/y", "right/x", "right/y"]);
    assertEquals(who("recovery"), ["left", "right", "w"]);
  }, virtual),
);

Deno.test(
  "killChildren: deep: children of supervisors below as well",
  isolated(async (t) => {
    const top = await t.start(tree({ top: 1_000_000, branch: 1_000_000 }));
    const report = await killChildren(top, { rate: 0.3, durationMs: 10_000, deep: true, seed: 2 });
    assert(report.passed && report.kills > 150, `${report}`);
    assertEquals([report.crashes, report.recoveries], [report.kills, report.kills]);
    const killed = new Set(report.timeline.filter(({ event }) => event === "kill").map(({ child }) => child));
    assertEquals([...killed].sort(), ["left", "left/x", "left/y", "right", "right/x", "right/y", "w"]);
  }, virtual),
);

Deno.test(
  "killChildren: deep: a supervisor below that gives up is one more crash, recovered by the one above it",
  isolated(async (t) => {
    const Top = Supervisor.define({ name: "Top", maxRestarts: 1000, children: [branch("left", 0)] });
    const top = await t.start(Top);
    // Of three below, the rate means one: the seed is one that takes a worker.
    const report = await killChildren(top, { rate: 0.34, durationMs: 1, deep: true, seed: 5 });
    assertEquals(report.timeline.map(({ event, child, reason }) => [event, child, reason]), [
      ["kill", "left/y", "killed"],
      ["crash", "left/y", "killed"],
      ["stop", "left/x", "shutdown"],
      ["crash", "left", "shutdown"],
      ["recovery", "left", undefined],
      ["recovery", "left/y", undefined],
    ]);
    assertEquals(`${report}`, "2 crashes, 2 recoveries, 0 failures ✓");
  }, virtual),
);

Deno.test(
  "killChildren: the children of a DynamicSupervisor, those that come meanwhile as well",
  isolated(async (t) => {
    const rooms = await t.start(DynamicSupervisor.define({ name: "Rooms", maxRestarts: 1_000_000 }));
    await rooms.startChild(Worker.child({ id: "a" }));
    t.system.sendAfter(
      t.system.spawn(async (self) => {
        await self.receive();
        await rooms.startChild(Worker.child({ id: "b" }));
      }),
      "go",
      { delayMs: 150 },
    );
    const report = await killChildren(rooms, { rate: 1, durationMs: 300 });
    assertEquals(`${report}`, "4 crashes, 4 recoveries, 0 failures ✓"); // one, one, two
  }, virtual),
);
