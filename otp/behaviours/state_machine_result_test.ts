import { assertEquals } from "@std/assert";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { ReplyTo } from "./state_machine_types.ts";

const { keepState, keepStateAndData, nextState, ok, repeatState, repeatStateAndData, stop } = GenStateMachine;
const from = { pid: undefined, kind: "k", reply: () => {} } as ReplyTo<number>;

Deno.test("StateTransition: what each function says of state and data", () => {
  const seen = [ok("a", 1), nextState("b", 2), keepState(3), keepStateAndData(), repeatState(4), repeatStateAndData()]
    .map(
      ({ kind, state, data, hasData }) => [kind, state, data, hasData],
    );
  assertEquals(seen, [
    ["ok", "a", 1, true],
    ["next_state", "b", 2, true],
    ["keep_state", undefined, 3, true],
    ["keep_state", undefined, undefined, false],
    ["repeat_state", undefined, 4, true],
    ["repeat_state", undefined, undefined, false],
  ]);
  assertEquals(keepState(undefined).hasData, true);
});

Deno.test("StateTransition: actions stay in the order they were asked for", () => {
  const transition = keepStateAndData().reply(from, 1).postpone().nextEvent({ type: "info", message: 1 }).hibernate()
    .stateTimeout({ afterMs: 1, content: "c" }).eventTimeout("cancel").timeout("n", { update: 5 })
    .changeCallbacks({}).pushCallbacks({}).popCallbacks().reply([from, from], 2);
  assertEquals(transition.actions as readonly unknown[], [
    { type: "reply", from, value: 1 },
    { type: "postpone" },
    { type: "next_event", event: { type: "info", message: 1 } },
    { type: "hibernate" },
    { type: "state_timeout", name: "", setting: { afterMs: 1, content: "c" } },
    { type: "event_timeout", name: "", setting: "cancel" },
    { type: "timeout", name: "n", setting: { update: 5 } },
    { type: "change_callbacks", callbacks: {} },
    { type: "push_callbacks", callbacks: {} },
    { type: "pop_callbacks", callbacks: undefined },
    { type: "reply", from, value: 2 },
    { type: "reply", from, value: 2 },
  ]);
});

Deno.test("StateMachineStop: reason, data where given, and replies", () => {
  const bare = stop();
  assertEquals([bare.reason, bare.data, bare.hasData, bare.replies], ["normal", undefined, false, []]);
  const full = stop({ shutdown: 1 }, undefined).reply(from, 1).reply([from], 2);
  assertEquals([full.reason, full.hasData], [{ shutdown: 1 }, true]);
  assertEquals(full.replies, [{ type: "reply", from, value: 1 }, { type: "reply", from, value: 2 }]);
});
