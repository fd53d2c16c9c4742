import { assertEquals, assertThrows } from "@std/assert";
import { GenServer, System } from "../mod.ts";
import { Exit } from "./errors.ts";
import { type Guard, runtimeBehind } from "./guard.ts";
import { runtimeOf } from "./host.ts";
import { silentLogger } from "./reporter.ts";
import { FairScheduler, type Runnable, type SchedulerHost } from "./scheduler.ts";

/** A guard that writes down what it is asked to run, and may say that it stopped it. */
class Notes implements Guard {
  readonly beats = new Int32Array(1);
  readonly beating = true;
  readonly ran: (string | null)[] = [];
  beat = 0;
  turn: Runnable | null = null;
  host: SchedulerHost | undefined;
  stopping = false;
  ended = false;
  /** The next run never comes back, as if what runs it had been stopped itself. */
  lost = false;
  healed = 0;

  attach(_scheduler: unknown, host: SchedulerHost): void {
    this.host = host;
  }

  run(code: () => void, by: Runnable | null): boolean {
    this.ran.push(by === null ? null : by.pid);
    if (this.lost && by === null) {
      this.lost = false;
      throw new Error("stopped too late");
    }
    if (!this.stopping) code();
    return !this.stopping;
  }

  heal(): void {
    this.healed++;
  }

  stop(): Promise<void> {
    this.ended = true;
    return Promise.resolve();
  }
}

const Counter = GenServer.define({
  name: "Counter",
  init: (from: number) => from,
  calls: { next: (count) => [count, count + 1] },
});

Deno.test("Guard - is asked to run what comes from the user: turns, and the init of who is started from outside", async () => {
  const guard = new Notes();
  const system = new System({ scheduler: new FairScheduler({ guard }), logger: silentLogger });
  assertEquals(runtimeBehind.get(guard.host!), runtimeOf(system));
  const counter = await system.start(Counter, { args: [1] });
  assertEquals(guard.ran, [counter.pid!]);
  assertEquals(await counter.call("next"), 1);
  assertEquals(guard.ran, [counter.pid!, null]);
  assertEquals(guard.turn, null);
  await system.stop();
  assertEquals(guard.ended, true);
});

Deno.test("Guard - a beat ends a turn, and those behind it come first", async () => {
  const guard = new Notes();
  const order: string[] = [];
  const Slow = GenServer.define({
    name: "Slow",
    init: () => 0,
    casts: {
      note: (state, text: string) => {
        order.push(text);
        guard.beats[0]!++;
        return state;
      },
    },
  });
  await using system = new System({ scheduler: new FairScheduler({ guard, sliceMs: 1000 }), logger: silentLogger });
  const [one, other] = [await system.start(Slow), await system.start(Slow)];
  for (const text of ["a1", "a2", "a3"]) one.cast("note", text);
  for (const text of ["b1", "b2"]) other.cast("note", text);
  await system.start(Counter, { args: [1] }).then((last) => last.call("next"));
  assertEquals(order.slice(0, 3), ["a1", "b1", "a2"]);
});

Deno.test("Runtime.guarded() gives what the code gives, throws what it throws, and `turn_limit` where it was stopped", async () => {
  const guard = new Notes();
  await using system = new System({ scheduler: new FairScheduler({ guard }), logger: silentLogger });
  const runtime = runtimeOf(system);
  const process = runtime.find(system.attach().pid)!;
  assertEquals(runtime.guarded(() => 5, process), 5);
  assertThrows(() => runtime.guarded(() => JSON.parse("{"), process), SyntaxError);
  guard.stopping = true;
  const error = assertThrows(() => runtime.guarded(() => 5, process), Exit);
  assertEquals(error.reason, "turn_limit");
});

Deno.test("Guard - a run that is stopped when it has ended, and never comes back, is healed by the next turn of the event loop", async () => {
  const guard = new Notes();
  await using system = new System({ scheduler: new FairScheduler({ guard }), logger: silentLogger });
  const counter = await system.start(Counter, { args: [1] });
  const errors: string[] = [];
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    errors.push(event.message);
  };
  globalThis.addEventListener("error", onError);
  guard.lost = true;
  assertEquals(await counter.call("next"), 1);
  globalThis.removeEventListener("error", onError);
  assertEquals([guard.healed, errors.length], [1, 1]);
  assertEquals(await counter.call("next"), 2);
});
