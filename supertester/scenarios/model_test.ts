import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkModel, looseModel, type ServerModel } from "./model.ts";
import { op } from "./operation.ts";
import { type CounterCalls, type CounterCasts, counting } from "./testdata/servers.ts";

Deno.test("looseModel: answers calls by value, and accepts whatever a cast gave", () => {
  const model = looseModel(counting);
  assertEquals(model.apply(2, op.call("add", 3)), [5, 5]);
  assertEquals([model.sameReply(5, 5), model.sameReply(4, 5)], [true, false]);
  const [reply, state] = model.apply(2, op.cast("reset"));
  assertEquals([state, model.sameReply(undefined, reply)], [0, true]);
  const own = looseModel<number, CounterCalls, CounterCasts>({
    ...counting,
    sameReply: () => true,
    keyOf: (sum) => `<${sum}>`,
  });
  assertEquals([own.sameReply(1, 2), own.keyOf?.(3)], [true, "<3>"]);
});

Deno.test("checkModel: names the kind that a model lacks", () => {
  const check = (model: ServerModel<number, CounterCalls, CounterCasts>) => () =>
    checkModel("test", { model, operations: [op.call("value"), op.custom(() => {}), op.cast("reset")] });
  check(counting)();
  const { casts: _none, ...lacking } = counting;
  assertThrows(check(lacking), ArgumentError, 'Cannot test: the model knows every cast that clients make, got "reset"');
  assertThrows(check({} as typeof counting), ArgumentError, "the model has an init");
  assertThrows(check(null as unknown as typeof counting), ArgumentError, "the model is an object");
});

Deno.test("ServerModel: is typed by the server", () => {
  const model: ServerModel<number, CounterCalls, CounterCasts> = {
    init: () => 0,
    // @ts-expect-error the server answers a number
    calls: { value: (sum) => ["nothing", sum] },
  };
  // @ts-expect-error there is no such call
  const other: typeof model = { init: () => 0, calls: { nonsense: (sum: number) => [sum, sum] } };
  assertEquals([model.init(), other.init()], [0, 0]);
});
