import { assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "../guest/codec.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { HostLine } from "./host_line.ts";
import { BadPacket, PacketFilter } from "./packet_filter.ts";

function lineOf() {
  const heard: unknown[] = [];
  const filter = new PacketFilter({ guest: "guest", host: "host", mostSenders: 9 });
  const line = new HostLine({
    filter,
    messageBytes: 100,
    now: () => 7,
    send: (text) => heard.push(text),
    left: () => heard.push("left"),
  });
  line.open({ received: (packet) => heard.push(packet), closed: (reason) => heard.push({ closed: reason }) });
  return { line, heard };
}

Deno.test("HostLine sends packets as text; one that is too long or cannot cross is the sender's error", () => {
  const { line, heard } = lineOf();
  line.send({ frame: { payload: undefined } });
  assertEquals(heard, ['["frame",{"frame":{"payload":{"$":["u"]}}}]']);
  assertEquals(assertThrows(() => line.send("x".repeat(200)), SandboxError).failure, {
    kind: "limit_exceeded",
    limit: "messageBytes",
    value: 100,
    used: 212,
    at: 7,
  });
  assertThrows(() => line.send(() => {}), CodecError);
});

Deno.test("HostLine hands on what a guest may say, until it is closed", () => {
  const { line, heard } = lineOf();
  const packet = { n: 1, frame: { type: "ping", id: 1 } };
  line.received(packet);
  assertThrows(() => line.received(5), BadPacket);
  line.close();
  line.close();
  line.received(packet);
  line.send({});
  assertEquals(heard, [packet, "left"]);
});

Deno.test("HostLine.end() tells the connection that the guest is gone, once", () => {
  const { line, heard } = lineOf();
  line.end();
  line.end();
  line.close();
  assertEquals(heard, [{ closed: "noconnection" }]);
});
