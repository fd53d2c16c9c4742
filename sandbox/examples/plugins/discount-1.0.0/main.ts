import { GenServer, ok, type Pid, reply, Supervisor, type System } from "@superlearner/otp";
import { reduced } from "./reduced.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => ok({ orders: 0 }),
  calls: { orders: (state) => reply(state.orders, state) },
  casts: { placed: ({ orders }) => ({ orders: orders + 1 }) },
});

let home: System | undefined;

/** The plugin's own tree, in its sandbox. */
export async function start(system: System): Promise<{ readonly pid: Pid }> {
  home = system;
  const tree = Supervisor.define({ name: "Discount", children: [Counter.child({ name: "counter" })] });
  return await system.start(tree) as { readonly pid: Pid };
}

/** This version has taken the place of another one: the counter goes on, and the variables of the module begin anew. */
export function upgrade(system: System): void {
  home = system;
}

/** The hook `price`. */
export function price(order: { readonly id: string; readonly total: number }): unknown {
  return { ...order, total: reduced(order.total) };
}

/** The hook `orderPlaced`. */
export function orderPlaced(): void {
  home?.whereis(Counter, "counter").cast("placed");
}
