/** The hook `price`, with a mistake: a text is no total. */
export function price(order: { readonly id: string; readonly total: number }): unknown {
  return { ...order, total: (order.total * 0.9).toFixed(2) };
}
