import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { describeLimits, type DescribeLimitsOptions } from "./describe_limits.ts";
import { LIMIT_NAMES, type Limits } from "./limits.ts";
import { limitsOf } from "./profiles.ts";

Deno.test("describeLimits() has a line for each limit on each wall", () => {
  const [worker, process] = describeLimits(limitsOf("strict")).split("\n\n").map((part) => part.split("\n"));
  assertEquals([worker?.[0], process?.[0]], ['On the wall "worker":', 'On the wall "process":']);
  for (const lines of [worker, process]) {
    assertEquals(lines?.slice(1).map((line) => line.trim().split(":")[0]), [...LIMIT_NAMES]);
  }
});

Deno.test("describeLimits() says value, check, deadline, and whether it is bounded", () => {
  const lines = describeLimits(limitsOf("strict"), { isolation: "process" }).split("\n");
  assertEquals(
    lines[2],
    "  memoryMb: 256 MiB; the resident memory of the process, read by the host, which kills it; told within 600 ms; found",
  );
  assertEquals(
    lines.find((line) => line.includes("startMs")),
    "  startMs: 5,000 ms; a timer of the host; told within 5,250 ms; bounded",
  );
});

Deno.test("describeLimits() says where there is none", () => {
  const text = describeLimits(limitsOf("permissive", { outputBytes: 1_234_567 }), { isolation: "worker" });
  assertEquals(text.includes("\n  cpuMs: no limit\n"), true);
  assertEquals(text.includes("\n  outputBytes: 1,234,567 bytes a minute;"), true);
});

Deno.test("describeLimits() refuses limits that are not whole", () => {
  const { message } = assertThrows(() => describeLimits({ heapMb: 64 } as Limits), ArgumentError);
  assertEquals(message, 'Cannot set the limits of a sandbox: each limit has a value, got "memoryMb"');
});

Deno.test("describeLimits() says of a process that is shared what sharing means", () => {
  const [first, ...lines] = describeLimits(limitsOf("strict"), { isolation: { shared: "students" } }).split("\n");
  const rule = 'In the process "students", with all that share it: they end together, and memoryMb is that of all:';
  assertEquals(first, rule);
  assertEquals(lines, describeLimits(limitsOf("strict"), { isolation: "process" }).split("\n").slice(1));
});

Deno.test("describeLimits() refuses options and walls that nobody knows", () => {
  const limits = limitsOf("strict");
  const refused = (options: unknown, rule: string) =>
    assertThrows(() => describeLimits(limits, options as DescribeLimitsOptions), ArgumentError, rule);
  for (const options of [null, 5, "worker", []]) refused(options, "the options are an object");
  refused({ wall: "worker" }, "an option is one of isolation");
  for (const isolation of [null, 5, "thread", {}, []]) refused({ isolation }, 'isolation is "worker", "process" or');
});
