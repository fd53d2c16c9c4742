/** The hook `price`. */
export function price() {
  while (true);
}
