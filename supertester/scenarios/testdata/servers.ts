import { type CallContext, type From, GenServer, type ServerDefinition } from "@superlearner/otp";
import type { ServerModel } from "../model.ts";

/** The calls of a counter. */
export interface CounterCalls {
  add: (sum: number, by: number) => [number, number];
  value: (sum: number) => [number, number];
}

/** The casts of a counter. */
export interface CounterCasts {
  reset: (sum: number) => number;
}

/** Counts. */
export const Counter: ServerDefinition<number, [start?: number], CounterCalls, CounterCasts> = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { add: (sum, by: number) => [sum + by, sum + by], value: (sum) => [sum, sum] },
  casts: { reset: () => 0 },
});

/** What a counter should be. */
export const counting: ServerModel<number, CounterCalls, CounterCasts> = {
  init: () => 0,
  calls: { add: (sum, by) => [sum + by, sum + by], value: (sum) => [sum, sum] },
  casts: { reset: () => 0 },
};

/** A message to itself. */
interface Later {
  readonly to: number;
  readonly from: From;
}

/** The calls of a counter that needs its `self`. */
export interface LossyCalls {
  add: (sum: number, by: number, self: CallContext) => [number, number];
  value: (sum: number) => [number, number];
}

/** A counter that adds in two steps, wrongly: two that add at once see the same sum, and one of them is lost. */
export const LossyCounter: ServerDefinition<number, [], LossyCalls, CounterCasts> = GenServer.define({
  name: "LossyCounter",
  init: () => 0,
  calls: {
    add: (sum: number, by: number, self: CallContext) => {
      self.send(self.pid, { to: sum + by, from: self.from } satisfies Later);
      return GenServer.noreply(sum) as never;
    },
    value: (sum) => [sum, sum],
  },
  casts: { reset: () => 0 },
  handleInfo: (_sum, message) => {
    const { to, from } = message as Later;
    from.reply(to);
    return to;
  },
});

/** The calls of an account. */
export interface AccountCalls {
  balance: (balance: number) => [number, number];
  never: (balance: number) => [number, number];
  boom: (balance: number) => [number, number];
}

/** The casts of an account. */
export interface AccountCasts {
  set: (balance: number, to: number) => number;
}

/** A balance that clients read and set; one call is never answered, one crashes it. */
export const Account: ServerDefinition<number, [], AccountCalls, AccountCasts> = GenServer.define({
  name: "Account",
  init: () => 0,
  calls: {
    balance: (balance) => [balance, balance],
    never: (balance) => GenServer.noreply(balance) as never,
    boom: () => {
      throw new RangeError("boom");
    },
  },
  casts: { set: (_balance, to: number) => to },
});
