import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, silentLogger, Supervisor, System } from "@superlearner/otp";
import { castAndSync } from "../waiting/sync.ts";
import { settle } from "../chronicle/settling.ts";
import { record } from "./record.ts";
import { DivergenceError, replay } from "./replay.ts";
import { RecordingError } from "./recording.ts";

const counter = (step: number, options: { crashAt?: number } = {}) =>
  GenServer.define({
    name: "Counter",
    init: () => ({ count: 0 }),
    calls: { value: (state) => [state.count * step, state] },
    casts: {
      add: ({ count }, n: number) => {
        if (count + n === options.crashAt) throw new RangeError("too many");
        return { count: count + n };
      },
      later: (state, n: number, self) => {
        self.sendAfter(self.pid, { add: n }, { delayMs: 5 });
        return state;
      },
      tell: (state, to: string, self) => {
        counter(1).at(self, to).cast("add", state.count);
        return state;
      },
    },
    handleInfo: (state, message) => ({ count: state.count + (message as { add: number }).add }),
  });

type Counter = ReturnType<typeof counter>;

/** Records what a function does with two counters, `a` and `b`. */
async function recorded(
  body: (system: System, a: ReturnType<Counter["at"]>) => unknown,
  options: { definition?: Counter; only?: string[] } = {},
): Promise<string> {
  const { definition = counter(1), ...rest } = options;
  await using system = new System({ logger: silentLogger });
  const a = await system.start(definition, { name: "a" });
  await system.start(definition, { name: "b" });
  await castAndSync(a, "add", { payload: 100 }); // before anybody records
  const recorder = record(system, rest);
  await body(system, a);
  await settle(system);
  return recorder.stop();
}

const start = (definition: Counter) => async (system: System) => {
  for (const name of ["a", "b"]) await system.start(definition, { name });
};

Deno.test("replay: the same code does the same, from the state it had then", async () => {
  const text = await recorded(async (_system, a) => {
    a.cast("add", 1);
    await a.call("value");
    a.cast("tell", "b");
  });
  const report = await replay(text, { start: start(counter(1)) });
  assertEquals([report.divergence, report.messages, report.missing], [undefined, 4, []]);
  report.assertSame();
});

Deno.test("replay: changed code is told by the first answer that differs", async () => {
  const text = await recorded(async (_system, a) => {
    a.cast("add", 1);
    await a.call("value");
    a.cast("add", 1);
  });
  const { divergence, assertSame, messages } = await replay(text, { start: start(counter(2)) });
  const { what, server, message, at, expected, actual } = divergence!;
  assertEquals([what, server, message, at, expected, actual], ["reply", "a", 1, "call value undefined", 101, 202]);
  assertEquals(messages, 2);
  const error = assertThrows(() => assertSame(), DivergenceError);
  assertStringIncludes(
    error.message,
    "message 1 of a, call value undefined, has another reply\n  recorded: 101\n  now:      202",
  );
});

Deno.test("replay: a crash that is new, and one that is no more", async () => {
  const add = (_system: System, a: ReturnType<Counter["at"]>) => a.cast("add", 7);
  const fine = await recorded(add);
  const found = (await replay(fine, { start: start(counter(1, { crashAt: 107 })) })).divergence!;
  assertEquals([found.what, found.expected], ["state", { count: 107 }]);
  const crashed = await recorded(add, { definition: counter(1, { crashAt: 107 }) });
  assertEquals((await replay(crashed, { start: start(counter(1, { crashAt: 107 })) })).divergence, undefined);
  const mended = (await replay(crashed, { start: start(counter(1)) })).divergence!;
  assertEquals(mended.what, "crash");
});

Deno.test("replay: timers of servers come about again by themselves, and are not told twice", async () => {
  const text = await recorded(async (system, a) => {
    a.cast("later", 3);
    const fired = Promise.withResolvers<void>();
    using _events = system.events.subscribe(() => fired.resolve(), { types: ["message.handled"], pid: a.pid! });
    await fired.promise;
    const again = Promise.withResolvers<void>();
    using _more = system.events.subscribe(() => again.resolve(), { types: ["message.handled"], pid: a.pid! });
    await again.promise;
  });
  const report = await replay(text, { start: start(counter(1)) });
  assertEquals([report.divergence, report.messages, report.durationMs >= 5], [undefined, 2, true]);
});

Deno.test("replay: what comes from outside is told to servers under a supervisor as well", async () => {
  await using system = new System();
  const tree = Supervisor.define({ children: [counter(1).child({ name: "a" })] });
  await system.start(tree);
  const recorder = record(system);
  await castAndSync(counter(1).at(system, "a"), "add", { payload: 2 });
  const report = await replay(recorder.stop(), { start: (replayed) => replayed.start(tree) });
  assertEquals([report.divergence, report.messages], [undefined, 1]);
});

Deno.test("replay: a state of another form is migrated", async () => {
  const text = await recorded((_system, a) => a.cast("add", 1));
  const report = await replay(text, {
    start: start(counter(1)),
    migrate: (state) => ({ count: (state as { count: number }).count + 1 }),
  });
  assertEquals(report.divergence?.actual, { count: 102 });
});

Deno.test("replay: servers that are not there are told, none at all is an error", async () => {
  const text = await recorded((_system, a) => {
    a.cast("add", 1);
    a.cast("tell", "b");
  });
  const report = await replay(text, { start: (system) => system.start(counter(1), { name: "a" }) });
  assertEquals([report.divergence, report.missing], [undefined, ["b"]]);
  await assertRejects(
    () => replay(text, { start: () => {} }),
    RecordingError,
    "of a, b none was started; there are none",
  );
  await assertRejects(() => replay(text, {} as never), ArgumentError, "start is a function");
});

Deno.test("replay: a recording that lacks something is refused, unless it is not asked for", async () => {
  const Odd = GenServer.define({ name: "Odd", init: () => () => 7, casts: { poke: (state) => state } });
  await using system = new System();
  const odd = await system.start(Odd, { name: "odd" });
  const a = await system.start(counter(1), { name: "a" });
  const recorder = record(system);
  await castAndSync(odd, "poke");
  await castAndSync(odd, "poke");
  await castAndSync(a, "add", { payload: 1 });
  const text = recorder.stop();
  assertEquals(text.match(/"gap"/g)?.length, 1);
  await assertRejects(
    () => replay(text, { start: start(counter(1)) }),
    RecordingError,
    "not all of it could be written: odd: Cannot stringify a function",
  );
  const report = await replay(text, { start: start(counter(1)), only: ["a"] });
  assertEquals([report.divergence, report.messages], [undefined, 1]);
});
