import { assertEquals, assertThrows } from "@std/assert";
import { PortTransport } from "./port_transport.ts";

Deno.test("PortTransport hands over what came, moves parts, throws for what cannot be sent, and closes", async () => {
  const { port1, port2 } = new MessageChannel();
  const [one, other] = [new PortTransport(port1), new PortTransport(port2)];
  const bytes = new Uint8Array(8);
  one.send({ bytes }, [bytes.buffer]);
  assertThrows(() => one.send(() => {}, []), DOMException);
  one.send("last", []);
  const seen: unknown[] = [];
  await new Promise<void>((resolve) =>
    other.open({ received: (data) => seen.push(data) === 2 && resolve(), closed() {} })
  );
  assertEquals([seen, bytes.byteLength], [[{ bytes: new Uint8Array(8) }, "last"], 0]);
  one.close();
  other.close();
});
