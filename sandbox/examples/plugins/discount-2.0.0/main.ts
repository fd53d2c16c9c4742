/** The hook `price`: asks the shop's environment, which takes a permission. */
export function price(order: { readonly id: string; readonly total: number }): unknown {
  const percent = Number(Deno.env.get("SHOP_DISCOUNT") ?? "0");
  return { ...order, total: order.total * (1 - percent / 100) };
}
