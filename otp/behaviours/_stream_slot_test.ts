import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import type { Process } from "../processes/process.ts";
import { everyOrder } from "../testdata/world.ts";
import { Slot, type SlotOwner } from "./_stream_slot.ts";
import { checkStream } from "./async_stream.ts";
import { startTask, type TaskSelf } from "./task_process.ts";

/** A run that writes down what its slots tell. */
function runOf(
  run: (n: number, self: TaskSelf) => unknown,
  onTimeout: "exit" | "kill_task",
): SlotOwner & { log: unknown[] } {
  const log: unknown[] = [];
  return {
    log,
    consumer: null,
    linked: false,
    settings: checkStream([1], { run, timeoutMs: 10, onTimeout, link: false }),
    finished: ({ result, isKilled }) => log.push(result, isKilled),
    timedOut: ({ result }) => log.push("timed out", result),
  };
}

Deno.test("Slot tells once what came of its element, and leaves no timer", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const runtime = runtimeOf(system);
    const endless = () => new Promise(() => {});
    const rows: [(n: number, self: TaskSelf) => unknown, "exit" | "kill_task", unknown[]][] = [
      [(n) => n + 1, "exit", [{ ok: 2 }, false]],
      [(_, self) => self.exit("boom"), "exit", [{ exit: "boom" }, false]],
      [endless, "kill_task", [{ exit: "timeout" }, true]],
      [endless, "exit", ["timed out", null]],
    ];
    for (const [run, onTimeout, expected] of rows) {
      const owner = runOf(run, onTimeout);
      const slot = new Slot(owner, 1);
      startTask(runtime, slot, { parent: null });
      await settle();
      await advance(20);
      assertEquals([owner.log, runtime.timers.size], [expected, 0]);
      slot.drop();
      assertEquals([slot.process?.exitReason !== undefined, owner.log], [true, expected]);
    }
  }, 5);
});

Deno.test("Slot that is dropped before its process is there ends it at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const runtime = runtimeOf(system);
    let runs = 0;
    const owner = runOf(() => runs++, "exit");
    const slot = new Slot(owner, 1);
    slot.drop();
    const process: Process = startTask(runtime, slot, { parent: null });
    await settle();
    assertEquals([process.exitReason, runs, owner.log, runtime.timers.size], ["shutdown", 0, [], 0]);
  }, 5);
});
