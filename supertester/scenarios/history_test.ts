import { assertEquals } from "@std/assert";
import { historyOf, ScenarioLog } from "./history.ts";
import { op } from "./operation.ts";

function logOf(): ScenarioLog {
  let now = 10;
  return new ScenarioLog(() => now++);
}

Deno.test("ScenarioLog: gives everything one order, and an end the beginning it belongs to", () => {
  const log = logOf();
  const first = log.begin(op.call("add", 1), { client: 0, step: 0 });
  const second = log.begin(op.cast("reset"), { client: 1, step: 0 });
  log.end(second, { type: "returned", reply: undefined });
  log.end(first, { type: "failed", error: "timeout" });
  assertEquals(
    log.events.map(({ sequence, atMs, client, type, invocation }) => [sequence, atMs, client, type, invocation]),
    [
      [0, 1, 0, "invoked", undefined],
      [1, 2, 1, "invoked", undefined],
      [2, 3, 1, "returned", 1],
      [3, 4, 0, "failed", 0],
    ],
  );
  assertEquals([first.ended?.error, first.invoked.operation], ["timeout", "call add(1)"]);
});

Deno.test("historyOf: a cast took effect by its client's next answer, or by the end, or perhaps never", () => {
  const log = logOf();
  const step = (operation: Parameters<typeof log.begin>[0], client: number, reply?: unknown) => {
    log.end(log.begin(operation, { client, step: 0 }), { type: "returned", reply });
  };
  step(op.cast("reset"), 0); // 0, 1
  step(op.call("value"), 0, 7); // 2, 3
  step(op.cast("reset"), 0); // 4, 5
  step(op.custom(() => {}), 1); // 6, 7
  const seen = (mayLose: boolean) =>
    historyOf(log, { mayLose }).map(({ invokedAt, returnedAt, waits }) => [invokedAt, returnedAt, waits]);
  assertEquals(seen(false), [[0, 3, false], [2, 3, undefined], [4, 8, false]]);
  assertEquals(seen(true), [[0, undefined, false], [2, 3, undefined], [4, undefined, false]]);
});

Deno.test("historyOf: a call that failed may have been done; a cast that was refused was not", () => {
  const log = logOf();
  log.end(log.begin(op.call("value"), { client: 0, step: 0 }), { type: "failed", error: "timeout" });
  log.end(log.begin(op.cast("reset"), { client: 0, step: 1 }), { type: "failed", error: "overload" });
  log.begin(op.call("value"), { client: 1, step: 0 });
  assertEquals(historyOf(log, { mayLose: false }).map(({ client, returnedAt, waits }) => [client, returnedAt, waits]), [
    [0, undefined, false],
    [1, undefined, false],
  ]);
});
