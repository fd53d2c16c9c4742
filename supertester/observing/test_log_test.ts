import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, System } from "@superlearner/otp";
import { settle } from "../chronicle/settling.ts";
import { isolated } from "../isolation/isolated.ts";
import { type LogLevel, TestLog } from "./test_log.ts";

const Server = GenServer.define({
  name: "Server",
  init: () => 0,
  casts: {
    crash: () => {
      throw new RangeError("on purpose");
    },
  },
});

Deno.test("D26: two Systems at once, and each log has its own", async () => {
  const logs = await Promise.all(["a", "b"].map(async (name) => {
    const log = new TestLog();
    await using system = new System({ logger: log });
    const server = await system.start(Server, { name });
    server.cast("crash");
    await settle(system);
    return log.records;
  }));
  assertEquals(logs.map((records) => records.map(({ level, crash }) => [level, crash?.name])), [
    [["crash", "a"]],
    [["crash", "b"]],
  ]);
  assertStringIncludes(logs[0]![0]!.text, "RangeError: on purpose");
});

Deno.test(
  "TestLog: levels, for what is kept and for what is captured",
  isolated(async (t) => {
    const server = await t.start(Server);
    t.log.level = "crash";
    t.system.send(server.pid!, "nobody handles this");
    await t.settle();
    assertEquals(t.log.records, []);
    t.log.level = "info";
    const records = await t.log.capture(async () => {
      t.system.send(server.pid!, "nobody handles this");
      server.cast("crash");
      await t.settle();
    }, { level: "crash" });
    assertEquals(records.map(({ level, pid }) => [level, pid]), [["crash", server.pid ?? "<0.1.0>"]]);
    assertEquals(t.log.records.map(({ level }) => level), ["warn", "crash"]);
    t.log.clear();
    assertEquals(t.log.records, []);
    assertThrows(() => t.log.level = "debug" as LogLevel, ArgumentError, 'a level is info, warn, crash, got "debug"');
  }),
);
