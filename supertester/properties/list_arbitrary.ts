import { Arbitrary, type Random, Stream, Value } from "npm:fast-check@^4";

/** Lists of which any item can be left out when they shrink; those of fast-check keep their end. */
export class ListArbitrary<Item> extends Arbitrary<Item[]> {
  readonly #item: Arbitrary<Item>;
  readonly #least: number;
  readonly #most: number;

  constructor(item: Arbitrary<Item>, length: { readonly least: number; readonly most: number }) {
    super();
    this.#item = item;
    this.#least = length.least;
    this.#most = length.most;
  }

  generate(random: Random, bias: number | undefined): Value<Item[]> {
    const length = random.nextInt(this.#least, this.#most);
    return valueOf(Array.from({ length }, () => this.#item.generate(random, bias)));
  }

  canShrinkWithoutContext(_value: unknown): _value is Item[] {
    return false;
  }

  shrink(_value: Item[], context: unknown): Stream<Value<Item[]>> {
    return context === undefined
      ? Stream.nil()
      : new Stream(this.#smaller(context as readonly Value<Item>[])).map(valueOf);
  }

  *#smaller(items: readonly Value<Item>[]): Generator<readonly Value<Item>[]> {
    yield* shorterLists(items, this.#least);
    for (const [at, { value, context }] of items.entries()) {
      for (const plainer of this.#item.shrink(value, context)) yield items.with(at, plainer);
    }
  }
}

/** The first half of a list, then all lists without one of its items; none that is too short. */
export function* shorterLists<Item>(items: readonly Item[], least: number): Generator<readonly Item[]> {
  if (items.length <= least) return;
  const half = Math.max(least, items.length >> 1);
  if (half < items.length - 1) yield items.slice(0, half);
  for (let at = 0; at < items.length; at++) yield items.toSpliced(at, 1);
}

function valueOf<Item>(items: readonly Value<Item>[]): Value<Item[]> {
  return new Value(items.map(({ value }) => value), items);
}
