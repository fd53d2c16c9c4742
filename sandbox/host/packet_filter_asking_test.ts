import { assertEquals } from "@std/assert";
import { PacketFilter } from "./packet_filter.ts";

const NOBODY = "<host.999999999999999.0>";

function filter(): PacketFilter {
  const knows = (pid: string, form: string, kind: string) => pid === "<0.3.0>" && form === "calls" && kind === "price";
  return new PacketFilter({ guest: "shop", host: "host", mostSenders: 10, knows });
}

/** Whom a packet reaches. */
function reached(
  through: PacketFilter,
  frame: { readonly type: string; readonly to: unknown; readonly kind?: string },
) {
  return (through.received({ otp: 1, n: 1, frame: { ...frame } }) as { frame: { to: unknown } }).frame.to;
}

Deno.test("PacketFilter: a server that was named may be asked for what it defines, and for nothing else", () => {
  const named = filter();
  named.sent('["frame",{"frame":{"type":"send","message":{"shop":"<host.3.0>"}}}]');
  assertEquals(reached(named, { type: "call", to: "<host.3.0>", kind: "price" }), "<host.3.0>");
  assertEquals(reached(named, { type: "call", to: "<host.3.0>", kind: "burn" }), NOBODY);
  assertEquals(reached(named, { type: "cast", to: "<host.3.0>", kind: "price" }), NOBODY);
  assertEquals(reached(named, { type: "call", to: ["<host.3.0>"], kind: "price" }), NOBODY);
  assertEquals(reached(named, { type: "call", to: "<host.4.0>", kind: "price" }), NOBODY);
});

Deno.test("PacketFilter: who has only asked can be answered, sent to and watched, but not asked", () => {
  const asked = filter();
  const call = '["frame",{"frame":{"type":"call","to":"<0.1.0>","kind":"meet","from":"<host.3.0>"}}]';
  asked.sent(call, "<host.3.0>");
  assertEquals(reached(asked, { type: "send", to: "<host.3.0>" }), "<host.3.0>");
  assertEquals(reached(asked, { type: "monitor", to: "<host.3.0>" }), "<host.3.0>");
  assertEquals(reached(asked, { type: "call", to: "<host.3.0>", kind: "price" }), NOBODY);
  asked.sent(call.replace('"meet"', '"meet","payload":"<host.3.0>"'), "<host.3.0>");
  assertEquals(reached(asked, { type: "call", to: "<host.3.0>", kind: "price" }), "<host.3.0>");
  asked.sent(call, "<host.3.0>"); // what was offered stays so
  assertEquals(reached(asked, { type: "call", to: "<host.3.0>", kind: "price" }), "<host.3.0>");
});
