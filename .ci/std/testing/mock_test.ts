import { assertEquals, AssertionError, assertStrictEquals, assertThrows } from "@std/assert";
import { assertSpyCall, assertSpyCalls, MockError, restore, returnsNext, spy, stub } from "@std/testing/mock";

const counter = () => ({
  count: 0,
  add(by: number): number {
    return this.count += by;
  },
});

Deno.test("spy() records what a function got and gave", () => {
  const double = spy((n: number) => n * 2);
  assertEquals([double(1), double(2)], [2, 4]);
  assertSpyCalls(double, 2);
  assertSpyCall(double, 1, { args: [2], returned: 4 });
});

Deno.test("spy() without a function returns undefined", () => {
  const nothing = spy();
  nothing(1, 2);
  assertSpyCall(nothing, 0, { args: [1, 2], returned: undefined });
});

Deno.test("spy() records an error and lets it through", () => {
  const fails = spy(() => {
    throw new TypeError("one two");
  });
  assertThrows(() => fails(), TypeError, "one two");
  assertSpyCall(fails, 0, { error: { Class: TypeError, msgIncludes: "two" } });
  assertThrows(() => assertSpyCall(fails, 0, { error: { Class: RangeError } }), AssertionError);
});

Deno.test("spy() on a method keeps it working and is undone at the end of the block", () => {
  const object = counter();
  const original = object.add;
  {
    using add = spy(object, "add");
    assertEquals(object.add(3), 3);
    assertSpyCall(add, 0, { self: object, args: [3], returned: 3 });
    assertThrows(() => spy(object, "add"), MockError, "already spying on instance method");
  }
  assertStrictEquals(object.add, original);
});

Deno.test("stub() replaces a method until it is restored", () => {
  const object = counter();
  const add = stub(object, "add", (by) => -by);
  assertEquals([object.add(3), object.count], [-3, 0]);
  assertEquals(add.restored, false);
  add.restore();
  assertEquals(add.restored, true);
  assertEquals(object.add(3), 3);
  assertThrows(() => add.restore(), MockError, "instance method already restored");
});

Deno.test("restore() undoes everything that is still replaced", () => {
  const [one, two] = [counter(), counter()];
  stub(one, "add");
  spy(two, "add");
  restore();
  assertEquals([one.add(1), two.add(2)], [1, 2]);
});

Deno.test("returnsNext() gives the values in turn, throws errors, and then refuses", () => {
  const next = returnsNext([1, new RangeError("second")]);
  assertEquals(next(), 1);
  assertThrows(() => next(), RangeError, "second");
  assertThrows(() => next(), MockError, "Not expected to be called more than");
});

Deno.test("assertSpyCalls() and assertSpyCall() fail on a wrong count, argument or result", () => {
  const double = spy((n: number) => n * 2);
  double(1);
  assertThrows(() => assertSpyCalls(double, 2), AssertionError, "spy not called as much as expected");
  assertThrows(() => assertSpyCalls(double, 0), AssertionError, "spy called more than expected");
  assertThrows(() => assertSpyCall(double, 1), AssertionError, "spy not called as much as expected");
  assertThrows(() => assertSpyCall(double, 0, { args: [2] }), AssertionError, "spy not called with expected args");
  assertThrows(() => assertSpyCall(double, 0, { returned: 3 }), AssertionError, "spy call did not return expected");
});
