import { assertEquals } from "@std/assert";
import { GenServer, silentLogger, sys, System } from "@superlearner/otp";
import { longestMailbox } from "./longest_mailbox.ts";

Deno.test("longestMailbox() is that of the process for which most messages wait", async () => {
  await using system = new System({ logger: silentLogger });
  assertEquals(longestMailbox(system), 0);
  const Server = GenServer.define({ name: "Server", init: () => 0, casts: { add: (n: number) => n + 1 } });
  for (const messages of [1, 3, 2]) {
    const server = await system.start(Server);
    sys.suspend(system, server.pid!);
    for (let n = 0; n < messages; n++) server.cast("add");
  }
  assertEquals(longestMailbox(system), 3);
});
