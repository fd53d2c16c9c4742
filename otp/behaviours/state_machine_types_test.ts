import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { ChildSpec } from "./definition.ts";
import { GenStateMachine } from "./gen_state_machine.ts";
import type { StateMachineRef } from "./state_machine_ref.ts";
import type { EnterResult, EventOf, MachineArgs, MachineTypes, ReplyTo, StateResult } from "./state_machine_types.ts";

const { keepState, keepStateAndData, nextState, ok, repeatState, stop } = GenStateMachine;

interface Order extends MachineTypes {
  args: [id: string, retries?: number];
  state: "open" | "paid" | "sent";
  data: { id: string; waiting: readonly ReplyTo<Date>[] };
  calls: { total(): number; ship(to: string): Date; find(by?: { id: number }): string | undefined };
  casts: { pay(amount: number): void; cancel(): void };
  internals: { check(count: number): void };
  timeouts: { remind: string; [retry: `retry:${string}`]: number };
  stateTimeout: "expired";
}

const Orders = GenStateMachine.define<Order>({
  name: "Order",
  init: (id, retries) => {
    assertType<IsExact<typeof retries, number | undefined>>(true);
    return ok("open", { id, waiting: [] }).stateTimeout({ afterMs: 5, content: "expired" });
  },
  states: {
    open: (event, data, self) => {
      assertType<IsExact<typeof self, Self>>(true);
      assertType<IsExact<typeof data, Order["data"]>>(true);
      switch (event.type) {
        case "call":
          switch (event.kind) {
            case "total":
              return keepStateAndData().reply(event.from, 5);
            case "find":
              assertType<IsExact<typeof event.payload, { id: number } | undefined>>(true);
              return keepStateAndData().reply(event.from, event.payload && "found");
            case "ship":
              assertType<IsExact<typeof event.payload, string>>(true);
              assertType<IsExact<typeof event.from, ReplyTo<Date>>>(true);
              return keepState({ ...data, waiting: [...data.waiting, event.from] });
          }
          break;
        case "cast":
          if (event.kind === "cancel") return stop("normal", data);
          assertType<IsExact<typeof event.payload, number>>(true);
          return nextState("paid", data).nextEvent({ type: "internal", kind: "check", payload: 1 })
            .timeout("remind", { afterMs: 10, content: "soon" }).timeout("retry:1", { afterMs: 5, content: 2 });
        case "timeout":
          if (event.name === "remind") assertType<IsExact<typeof event.content, string>>(true);
          else assertType<IsExact<typeof event.content, number>>(true);
          return keepStateAndData().timeout("remind", "cancel").eventTimeout({ afterMs: 1 });
        case "state_timeout":
          assertType<IsExact<typeof event.content, "expired">>(true);
          return repeatState(data).stateTimeout({ update: "expired" }).eventTimeout("cancel");
        case "info":
          assertType<IsExact<typeof event.message, unknown>>(true);
          return keepStateAndData();
      }
    },
    paid: {
      enter: (oldState, data) => {
        assertType<IsExact<typeof oldState, Order["state"]>>(true);
        return keepState(data).reply(data.waiting, new Date(0)).timeout("remind", { afterMs: 5, content: "x" });
      },
      handle: async (
        event,
      ) => (await Promise.resolve(), event.type === "info" ? nextState("sent", { id: "", waiting: [] }) : undefined),
    },
    sent: () => keepStateAndData().postpone().hibernate(),
  },
  terminate: (_reason, state, data) => {
    assertType<IsExact<typeof state, Order["state"]>>(true);
    assertType<IsExact<typeof data, Order["data"]>>(true);
  },
});

Deno.test("GenStateMachine.define(): calls, casts and replies are typed by the interface, end to end", async () => {
  await using simulation = new Simulation();
  const order = await simulation.system.start(Orders, { args: ["x"] });
  assertType<IsExact<typeof order, StateMachineRef<Order>>>(true);
  const total = await order.call("total");
  assertType<IsExact<typeof total, number>>(true);
  const found = await order.call("find", { id: 1 }, { timeoutMs: 10 });
  assertType<IsExact<typeof found, string | undefined>>(true);
  const nothing = await order.call("find");
  const shipped = order.call("ship", "home");
  assertType<IsExact<typeof shipped, Promise<Date>>>(true);
  order.cast("pay", 5);
  assertEquals([total, found, nothing, (await shipped).getTime()], [5, "found", undefined, 0]);
  const child = Orders.child({ args: ["x", 2] });
  assertType<IsExact<typeof child, ChildSpec<StateMachineRef<Order>>>>(true);
  const where = simulation.system.whereis(Orders, "order");
  assertType<IsExact<typeof where, StateMachineRef<Order>>>(true);
});

Deno.test("GenStateMachine.define(): wrong kinds, payloads, arguments and uses of replies do not compile", () => {
  const _unused = async (order: StateMachineRef<Order>, { system }: Simulation) => {
    // @ts-expect-error no such call
    await order.call("nothing");
    // @ts-expect-error a cast is no call
    await order.call("pay", 1);
    // @ts-expect-error a call is no cast
    order.cast("total");
    // @ts-expect-error the payload is missing
    await order.call("ship");
    // @ts-expect-error the payload is of another type
    order.cast("pay", "much");
    // @ts-expect-error there is no payload
    order.cast("cancel", 1);
    // @ts-expect-error a reply is what the interface says
    const _text: string = await order.call("total");
    // @ts-expect-error init takes a text first
    await system.start(Orders, { args: [1] });
    // @ts-expect-error a child takes the same arguments
    Orders.child({ args: [] });
  };
  assertEquals(typeof _unused, "function");
});

interface Small extends MachineTypes {
  state: "a";
  data: number;
  calls: { ask(): string };
  internals: { check(count: number): void };
  timeouts: { remind: string };
  stateTimeout: "expired";
}

Deno.test("GenStateMachine.define(): a state too few or too many, and both ways at once, do not compile", () => {
  const base = { name: "S", init: () => ok("a", 0) } as const;
  const a = () => keepStateAndData();
  const _unused = () => {
    const define = GenStateMachine.define<Small>;
    define({ ...base, states: { a } });
    // @ts-expect-error a state is missing
    define({ ...base, states: {} });
    // @ts-expect-error there is no such state
    define({ ...base, states: { a, b: a } });
    // @ts-expect-error the first state is none
    define({ name: "S", init: () => ok("b", 0), states: { a } });
    // @ts-expect-error the first data is of another type
    define({ name: "S", init: () => ok("a", "0"), states: { a } });
    // @ts-expect-error either states or handleEvent
    define({ ...base, states: { a }, handleEvent: a });
    // @ts-expect-error a state that is told of its entry handles events as well
    define({ ...base, states: { a: { enter: a } } });
  };
  assertEquals(typeof _unused, "function");
});

Deno.test("StateTransition: wrong states, data, events, time-outs and replies do not compile", () => {
  const _unused = (from: ReplyTo<string>) => {
    const give = (result: StateResult<Small>) => result;
    const enter = (result: EnterResult<Small>) => result;
    const keep = keepStateAndData;
    give(
      nextState("a", 0).reply(from, "x").stateTimeout({ afterMs: 1, content: "expired" }).timeout("remind", "cancel"),
    );
    // @ts-expect-error the next state is none
    give(nextState("b", 0));
    // @ts-expect-error the next data is of another type
    give(keepState("0"));
    // @ts-expect-error that is no transition
    give("keep_state");
    // @ts-expect-error that is for init
    give(ok("a", 0));
    // @ts-expect-error there is no such internal event
    give(keep().nextEvent({ type: "internal", kind: "nothing" }));
    // @ts-expect-error what it carries is of another type
    give(keep().nextEvent({ type: "internal", kind: "check", payload: "" }));
    // @ts-expect-error there is no such time-out
    give(keep().timeout("other", { afterMs: 1, content: "x" }));
    // @ts-expect-error a time-out carries a text
    give(keep().timeout("remind", { afterMs: 1 }));
    // @ts-expect-error the state time-out carries another text
    give(keep().stateTimeout({ afterMs: 1, content: "x" }));
    // @ts-expect-error it is set by afterMs or atMs
    give(keep().stateTimeout({ after: 1 }));
    // @ts-expect-error a reply is a text
    give(keep().reply(from, 5));
    // @ts-expect-error after a stop there is nothing but replies
    stop("normal").postpone();
    enter(keepState(1).reply(from, "x").stateTimeout("cancel"));
    // @ts-expect-error entering changes no state
    enter(nextState("a", 0));
    // @ts-expect-error entering postpones nothing
    enter(keep().postpone());
    // @ts-expect-error entering inserts nothing
    enter(keep().nextEvent({ type: "internal", kind: "check", payload: 1 }));
    // @ts-expect-error entering changes no callbacks
    enter(keep().popCallbacks());
  };
  assertEquals(typeof _unused, "function");
});

Deno.test("EventOf: what a machine does not name, it does not get", () => {
  interface Bare extends MachineTypes {
    state: { readonly name: string };
    data: null;
  }
  assertType<IsExact<EventOf<Bare>["type"], "info" | "state_timeout" | "event_timeout">>(true);
  assertType<IsExact<MachineArgs<Bare>, []>>(true);
  const Complex = GenStateMachine.define<Bare>({
    name: "Complex",
    init: () => ok({ name: "a" }, null),
    handleEvent: (event, state) => {
      assertType<IsExact<typeof state, { readonly name: string }>>(true);
      return event.type === "info" ? nextState({ name: `${state.name}+` }, null) : keepStateAndData();
    },
    handleEnter: (oldState, state) => keepState(oldState.name === state.name ? null : null),
  });
  assertEquals(Complex.name, "Complex");
});
