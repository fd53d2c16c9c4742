/**
 * Alex writes the test of a new feature: a cart that survives the crash of the clerk who fills it. Every test has a System of
 * its own, so all of them may run at once, in any order; none of them sleeps.
 */
import { assertEquals } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { assertRestarted, assertState, castAndSync, isolated, settle } from "@superlearner/supertester";

interface CartState {
  readonly count: number;
}

const Cart = GenServer.define({
  name: "Cart",
  init: (): CartState => ({ count: 0 }),
  calls: { count: (state) => [state.count, state] },
  casts: { add: (state, pieces: number) => ({ count: state.count + pieces }) },
});

const Clerk = GenServer.define({
  name: "Clerk",
  init: (cart: string) => cart,
  casts: {
    pack: (cart, pieces: number, self) => {
      if (pieces < 0) throw new RangeError(`Cannot pack ${pieces} pieces`);
      Cart.at(self, cart).cast("add", pieces);
      return cart;
    },
  },
});

const Shop = Supervisor.define({
  name: "Shop",
  children: [Cart.child({ name: "cart" }), Clerk.child({ name: "clerk", args: ["cart"] })],
});

Deno.test(
  "Cart: counts what is added",
  isolated(async (t) => {
    const cart = await t.start(Cart);
    cart.cast("add", 2);
    await castAndSync(cart, "add", { payload: 3 });
    await assertState(cart, ({ count }) => count === 5);
  }),
);

Deno.test(
  "Clerk: fills the cart of the shop",
  isolated(async (t) => {
    await t.start(Shop);
    await castAndSync(t.system.whereis(Clerk, "clerk"), "pack", { payload: 4, settle: true });
    assertEquals(await t.system.whereis(Cart, "cart").call("count"), 4);
  }),
);

Deno.test(
  "Clerk: a mistake costs the clerk, not the cart",
  isolated(async (t) => {
    await t.start(Shop);
    const [cart, clerk] = [t.system.whereis(Cart, "cart"), t.system.whereis(Clerk, "clerk")];
    const from = clerk.pid!;
    clerk.cast("pack", 4);
    clerk.cast("pack", -1);
    await assertRestarted(clerk, { from });
    clerk.cast("pack", 1);
    await settle(t.system);
    await assertState(cart, { count: 5 });
  }),
);
