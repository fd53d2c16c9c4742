import { assert, assertEquals, assertThrows } from "@std/assert";
import { BadPacket, PacketFilter } from "./packet_filter.ts";

const NOBODY = "<host.999999999999999.0>";

function filter(): PacketFilter {
  const knows = (pid: string, form: string, kind: string) => pid === "<0.3.0>" && form === "calls" && kind === "price";
  return new PacketFilter({ guest: "shop", host: "host", mostSenders: 10, knows });
}

type Sent = { readonly type: string; readonly to: unknown; readonly kind?: string };

const numbers = new WeakMap<PacketFilter, number>();

/** Whom a packet reaches. */
function reached(through: PacketFilter, frame: Sent): unknown {
  const n = (numbers.get(through) ?? 0) + 1;
  numbers.set(through, n);
  return (through.received({ otp: 1, n, frame: { ...frame } }) as { frame: { to: unknown } }).frame.to;
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

Deno.test("PacketFilter: packets come one after the other, and nothing else is a packet", () => {
  const frame = { type: "ping", id: 1 };
  for (
    const packet of [null, 7, "x", {}, { n: 2, frame }, { n: 0, frame }, { n: "1", frame }, { n: 1 }, {
      n: 1,
      frame: 7,
    }]
  ) {
    assertThrows(() => filter().received(packet), BadPacket);
  }
  const through = filter();
  through.received({ n: 1, frame });
  assertThrows(() => through.received({ n: 1, frame }), BadPacket, "one after the other");
});

Deno.test("PacketFilter: whatever stands in a field, the packet is changed, left as it is or refused", () => {
  const types =
    "call cast send exit stop link unlink monitor demonitor down start lookup inspect list ping reply hello bye";
  const good = {
    id: 1,
    to: "<host.3.0>",
    kind: "price",
    pid: "<0.1.0>",
    what: "x",
    of: "x",
    node: "shop",
    reason: "kill",
  };
  for (const type of types.split(" ")) {
    for (const field of ["type", "to", "from", "kind", "pid", "what", "of", "node", "reason", "id"]) {
      for (const value of [{ toString: 1, valueOf: 1 }, null, 7, [], true, Object.create(null)]) {
        const through = filter();
        through.sent("<host.3.0>");
        try {
          through.received({ n: 1, frame: { type, ...good, [field]: value } });
        } catch (error) {
          assert(error instanceof BadPacket, `${type} ${field}: ${error}`);
        }
      }
    }
  }
});
