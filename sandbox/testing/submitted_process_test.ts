import { assertEquals } from "@std/assert";
import { SubmittedProcess } from "./submitted_process.ts";

Deno.test("SubmittedProcess: each thing asked of it names it", async () => {
  const asked: unknown[] = [];
  const process = new SubmittedProcess(
    (name, args) => (asked.push([name, ...args]), Promise.resolve("<0.2.0>")),
    "<0.1.0>",
  );
  await process.call("add", 1, { timeoutMs: 5 });
  await process.cast("add", 1);
  await process.send("hello");
  await process.state();
  await process.alive();
  await process.exit();
  await process.exited();
  assertEquals(`${await process.restarted()}`, "<0.2.0>");
  assertEquals(asked, [
    ["processCall", "<0.1.0>", "add", 1, { timeoutMs: 5 }],
    ["processCast", "<0.1.0>", "add", 1],
    ["processSend", "<0.1.0>", "hello"],
    ["processState", "<0.1.0>"],
    ["processAlive", "<0.1.0>"],
    ["processExit", "<0.1.0>", "kill"],
    ["processExited", "<0.1.0>"],
    ["processRestarted", "<0.1.0>"],
  ]);
});
