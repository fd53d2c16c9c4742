import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Pending, PendingAlarm } from "./_pending.ts";
import { Simulation } from "./simulation.ts";
import type { Option, StrategyPlan } from "./strategy.ts";

const Echo = GenServer.define({
  name: "Echo",
  init: () => 0,
  calls: { say: (state, text: string) => [text, state] },
  casts: { note: (state) => state },
  handleInfo: (state) => state,
});

Deno.test("Pending tells a strategy whose turn it would be, and what the message is", async () => {
  const seen: Partial<Option>[] = [];
  const strategy: StrategyPlan = {
    name: "curious",
    begin: () => ({
      choose: (options) => {
        const { place, pid, form, kind, from } = options[0]!;
        seen.push({ place, pid, form, kind, from });
        return 0;
      },
      ran() {},
    }),
  };
  await using simulation = new Simulation({ strategy, name: "a" });
  const { system } = simulation;
  const echo = await system.start(Echo);
  system.spawn(async (self) => {
    await Echo.at(self, echo.pid!).call("say", "hello");
    self.send(echo.pid!, "plain");
  });
  await simulation.settle();
  echo.cast("note");
  await simulation.settle();
  const at = { place: "a<0.1.0>", pid: "<0.1.0>" } as const;
  assertEquals(seen, [
    { place: "a<0.2.0>", pid: "<0.2.0>", form: undefined, kind: "", from: undefined },
    { ...at, form: "call", kind: "say", from: "a<0.2.0>" },
    { ...at, form: "info", kind: "", from: "a<0.2.0>" },
    { ...at, form: "cast", kind: "note", from: undefined },
  ]);
});

Deno.test("Pending keeps what it has told once, and knows nothing of what is no process", () => {
  const member = { name: "x", host: null, stopped: false };
  const pending = new Pending(4, member, { pid: "<0.9.0>", nextRunnable: null, turn: () => false });
  assertEquals([pending.id, pending.place, pending.form, pending.kind, pending.from], [
    4,
    "x<0.9.0>",
    undefined,
    "",
    undefined,
  ]);
});

Deno.test("PendingAlarm is nobody's turn", () => {
  const { id, place, pid, form, kind, from } = new PendingAlarm(3);
  assertEquals([id, place, pid, form, kind, from], [3, "clock", undefined, undefined, "", undefined]);
});
