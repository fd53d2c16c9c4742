import { assertEquals } from "@std/assert";
import { compareProcesses, type Order, type Placed } from "./process_order.ts";

const process = (number: number, change: Partial<Placed> = {}): Placed => ({
  pid: `<0.${number}.0>`,
  name: undefined,
  module: "M",
  memory: 0,
  mailboxLength: 0,
  handled: 0,
  startedAt: number,
  ...change,
});
const sorted = (order: Order, list: Placed[]) =>
  list.sort((one, other) => compareProcesses(one, other, order)).map(({ pid }) => Number(pid.split(".")[1]));

Deno.test("case 9: compareProcesses() puts ties in order of pid, whatever the direction", () => {
  const list = [process(10), process(9), process(2, { memory: 5 })];
  assertEquals(sorted({ sort: "memory", direction: "desc" }, list), [2, 9, 10]);
  assertEquals(sorted({ sort: "memory", direction: "asc" }, list), [9, 10, 2]);
});

Deno.test("compareProcesses() compares pids as numbers, names as texts, and age by its start", () => {
  assertEquals(sorted({ sort: "pid", direction: "asc" }, [process(10), process(9)]), [9, 10]);
  assertEquals(
    sorted({ sort: "name", direction: "asc" }, [process(1, { name: "b" }), process(2, { name: "a" }), process(3)]),
    [3, 2, 1],
  );
  assertEquals(sorted({ sort: "uptime_ms", direction: "desc" }, [process(2), process(1)]), [1, 2]);
  assertEquals(sorted({ sort: "module", direction: "asc" }, [process(1, { module: "Z" }), process(2)]), [2, 1]);
  assertEquals(sorted({ sort: "reductions", direction: "desc" }, [process(1), process(2, { handled: 1 })]), [2, 1]);
  assertEquals(
    sorted({ sort: "message_queue_len", direction: "desc" }, [process(1), process(2, { mailboxLength: 1 })]),
    [2, 1],
  );
});
