import { assertEquals, assertRejects } from "@std/assert";
import { System } from "@superlearner/otp";
import { serveLearner } from "./serve.ts";
import { SettingsError } from "./settings.ts";

Deno.test("serveLearner - answers once it is there, and stops while the System goes on", async () => {
  await using system = new System();
  const server = await serveLearner(system, { hostname: "127.0.0.1", port: 0, token: undefined });
  const page = await fetch(`${server.address}/supervisors`);
  assertEquals(page.status, 200);
  await page.body?.cancel();
  await server.stop();
  assertEquals(system.stopped, false);
});

Deno.test("serveLearner - refuses what it may not or cannot do, and leaves nothing behind", async () => {
  await using system = new System();
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr as Deno.NetAddr;
  const serve = (hostname: string, token?: string) => serveLearner(system, { hostname, port, token });
  await assertRejects(() => serve("127.0.0.1"), SettingsError, `Cannot listen on port ${port}: another program does`);
  await assertRejects(() => serve("0.0.0.0"), SettingsError, "set SUPERLEARNER_TOKEN");
  await assertRejects(() => serve("0.0.0.0", "short"), SettingsError, "at least 16 characters");
});
