import { assertEquals } from "@std/assert";
import { HostLine } from "./host_line.ts";

Deno.test("HostLine keeps what comes before it is open, and hands it over in order", async () => {
  const sent: unknown[] = [];
  const received: unknown[] = [];
  const line = new HostLine((packet) => sent.push(packet));
  line.received(1);
  line.open({ received: (data) => received.push(data), closed() {} });
  assertEquals(received, []);
  await Promise.resolve();
  line.received(2);
  line.send("out");
  line.close();
  line.received(3);
  assertEquals([received, sent, line.kind], [[1, 2], ["out"], "sandbox"]);
});
