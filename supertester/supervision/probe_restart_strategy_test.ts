import { assertEquals, AssertionError, assertRejects } from "@std/assert";
import { ArgumentError, type ChildSpec, GenServer, type Strategy, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import type { TestContext } from "../isolation/test_context.ts";
import { probeRestartStrategy } from "./probe_restart_strategy.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const worker = (id: string, restart: "permanent" | "transient" | "temporary" = "permanent") =>
  Worker.child({ id, restart });

function tree(t: TestContext, strategy: Strategy, options: { children?: ChildSpec[]; maxRestarts?: number } = {}) {
  const { children = ["a", "b", "c"].map((id) => worker(id)), maxRestarts = 3 } = options;
  return t.start(Supervisor.define({ strategy, maxRestarts, children }));
}

Deno.test(
  "D12, case 8: each strategy is held to what it demands, in order",
  isolated(async (t) => {
    const expected: [Strategy, string[], string[]][] = [
      ["one_for_one", ["b"], ["a", "c"]],
      ["one_for_all", ["a", "b", "c"], []],
      ["rest_for_one", ["b", "c"], ["a"]],
    ];
    for (const [strategy, restarted, untouched] of expected) {
      const report = await probeRestartStrategy(await tree(t, strategy), { kill: "b", expect: strategy });
      assertEquals([report.restarted, report.untouched, report.gone], [restarted, untouched, []]);
      assertEquals([report.supervisorAlive, report.killed, report.strategy], [true, "b", strategy]);
    }
  }),
);

Deno.test(
  "case 9: children that are not to come back do not",
  isolated(async (t) => {
    const children = [worker("a"), worker("t", "temporary"), worker("x", "transient")];
    const top = await tree(t, "one_for_one", { children });
    assertEquals((await probeRestartStrategy(top, { kill: "t" })).gone, ["t"]);
    assertEquals((await probeRestartStrategy(top, { kill: "x", reason: "shutdown" })).gone, ["x"]);
  }),
);

Deno.test(
  "D11, case 7: a supervisor that gives up is a report, not an error of another kind",
  isolated(async (t) => {
    const report = await probeRestartStrategy(await tree(t, "one_for_one", { maxRestarts: 0 }), { kill: "a" });
    assertEquals([report.supervisorAlive, report.supervisorReason], [false, "shutdown"]);
    assertEquals(report.events.some(({ type }) => type === "supervisor.gave_up"), true);
  }),
);

Deno.test(
  "probeRestartStrategy: another strategy, and a signal that is ignored, fail",
  isolated(async (t) => {
    const top = await tree(t, "one_for_one");
    await assertRejects(
      () => probeRestartStrategy(top, { kill: "a", expect: "one_for_all" }),
      AssertionError,
      "to have the strategy one_for_all, but it has one_for_one",
    );
    await assertRejects(
      () => probeRestartStrategy(top, { kill: "a", reason: "normal" }),
      AssertionError,
      "Expected a of Supervisor <0.1.0> (one_for_one) to die, but it ignores that signal",
    );
  }),
);

Deno.test(
  "probeRestartStrategy: whoever restarts too few is found out",
  isolated(async (t) => {
    let starts = 0;
    const Ignoring = GenServer.define({ name: "Ignoring", init: () => starts++ === 0 ? 0 : GenServer.ignore() });
    const top = await tree(t, "one_for_one", { children: [Ignoring.child({ id: "i" }), worker("b")] });
    await assertRejects(
      () => probeRestartStrategy(top, { kill: "i" }),
      AssertionError,
      "to restart i when i dies, but it restarted nobody\nWhat happened:\n",
    );
  }),
);

Deno.test(
  "probeRestartStrategy: no such child, a dead one, no supervisor are refused by name",
  isolated(async (t) => {
    const top = await tree(t, "one_for_one", { children: [worker("a"), worker("off")] });
    await top.terminateChild("off");
    await assertRejects(
      () => probeRestartStrategy(top, { kill: "z" }),
      ArgumentError,
      'one of a, off (not alive), got "z"',
    );
    await assertRejects(() => probeRestartStrategy(top, { kill: "off" }), ArgumentError, 'got "off"');
    const lone = await t.start(Worker);
    await assertRejects(
      () => probeRestartStrategy(lone, { kill: "a" }),
      ArgumentError,
      "it is a supervisor that is alive",
    );
  }),
);
