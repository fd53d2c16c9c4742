import { GenServer, ok, type Pid, reply, Supervisor, type System } from "@superlearner/otp";
import { reduced } from "./reduced.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => ok({ orders: 0 }),
  calls: { orders: (state) => reply(state.orders, state) },
  casts: { placed: ({ orders }) => ({ orders: orders + 1 }) },
});

let told: (() => void) | undefined;

/** The plugin's own tree, in its sandbox. */
export async function start(system: System): Promise<{ readonly pid: Pid }> {
  const tree = Supervisor.define({ name: "Discount", children: [Counter.child({ name: "counter" })] });
  told = () => system.whereis(Counter, "counter").cast("placed");
  return await system.start(tree) as { readonly pid: Pid };
}

/** The hook `price`. */
export function price(order: { readonly id: string; readonly total: number }): unknown {
  return { ...order, total: reduced(order.total) };
}

/** The hook `orderPlaced`. */
export function orderPlaced(): void {
  told?.();
}
