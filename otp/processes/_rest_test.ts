import { assert, assertEquals } from "@std/assert";
import { Rest } from "./_rest.ts";

/** Operations that are done when a test says so, or none at all. */
class Operations implements Disposable {
  readonly #real = Object.getOwnPropertyDescriptor(globalThis, "crypto")!;
  readonly #waiting: (() => void)[] = [];
  begun = 0;

  constructor({ missing = false } = {}) {
    const digest = () => {
      this.begun++;
      return new Promise<void>((resolve) => this.#waiting.push(resolve));
    };
    const value = missing ? {} : { subtle: { digest } };
    Object.defineProperty(globalThis, "crypto", { configurable: true, value });
  }

  /** One is done. */
  async finish(): Promise<void> {
    this.#waiting.shift()!();
    for (let each = 0; each < 10; each++) await Promise.resolve();
  }

  [Symbol.dispose](): void {
    Object.defineProperty(globalThis, "crypto", this.#real);
  }
}

Deno.test("Rest is over after six operations, one after the other", async () => {
  using operations = new Operations();
  let rests = 0;
  const rest = new Rest(() => rests++);
  for (const round of [1, 2]) {
    rest.begin();
    for (let each = 1; each <= 6; each++) {
      assertEquals([rests, operations.begun], [round - 1, 6 * (round - 1) + each]);
      await operations.finish();
    }
    assertEquals([rests, operations.begun], [round, 6 * round]);
  }
  assertEquals(rest.stop(), undefined);
});

Deno.test("Rest does not wait for operations for ever: a thread that does them may not get its turn", async () => {
  using operations = new Operations();
  let over = Promise.withResolvers<void>();
  const rest = new Rest(() => over.resolve());
  for (let round = 0; round < 3; round++) {
    over = Promise.withResolvers<void>();
    rest.begin();
    await over.promise;
  }
  assertEquals(operations.begun, 1); // that are not done do not pile up
  let settled = false;
  const stopped = rest.stop()!.then(() => settled = true);
  assertEquals(settled, false);
  await operations.finish();
  await stopped;
});

Deno.test("Rest: an operation that comes after its time ends no other rest before its own turns", async () => {
  using operations = new Operations();
  let over = Promise.withResolvers<void>();
  let rests = 0;
  const rest = new Rest(() => (rests++, over.resolve()));
  rest.begin();
  for (let each = 0; each < 5; each++) await operations.finish();
  await over.promise;
  assertEquals(rests, 1);
  over = Promise.withResolvers();
  rest.begin();
  await operations.finish(); // the last of the first rest is the first of this one
  assertEquals([rests, operations.begun], [1, 7]);
  for (let each = 0; each < 5; each++) await operations.finish();
  assertEquals(rests, 2);
});

Deno.test("Rest.stop() ends it without a word, and the next one is whole", async () => {
  using operations = new Operations();
  let rests = 0;
  const rest = new Rest(() => rests++);
  rest.begin();
  const stopped = rest.stop();
  await operations.finish();
  await stopped;
  assertEquals([rests, operations.begun, rest.stop()], [0, 1, undefined]);
});

Deno.test("Rest.heal() forgets an operation whose end was lost, so that nobody waits for it", async () => {
  using operations = new Operations();
  const over = Promise.withResolvers<void>();
  const rest = new Rest(() => over.resolve());
  rest.begin();
  await over.promise;
  rest.heal();
  assertEquals(rest.stop(), undefined);
  rest.begin();
  assertEquals(operations.begun, 2);
  rest.stop();
});

Deno.test("Rest is a native time-out where there are no operations", async () => {
  using _operations = new Operations({ missing: true });
  const order: string[] = [];
  const over = Promise.withResolvers<void>();
  const rest = new Rest(() => (order.push("over"), over.resolve()));
  // deno-lint-ignore superlearner/test-sleep -- that a timer comes before it is what is tested
  setTimeout(() => order.push("timer"), 0);
  rest.begin();
  order.push("begun");
  await over.promise;
  assertEquals(order, ["begun", "timer", "over"]);
  assert(rest.stop() === undefined);
});
