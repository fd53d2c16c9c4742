import { assertEquals, assertThrows } from "@std/assert";
import { BadPacket, PacketFilter } from "./packet_filter.ts";
import { HOST_NODE } from "./node_name.ts";

const filterOf = () => new PacketFilter({ guest: "plugin", host: HOST_NODE, mostSenders: 3 });
/** The number of the last packet, of each filter. */
const numbers = new WeakMap<PacketFilter, number>();
const frame = (n: number, fields: object) => ({ otp: 1, n, frame: fields });
const NOBODY = "<host.999999999999999.0>";

function through(filter: PacketFilter, fields: object): unknown {
  const n = (numbers.get(filter) ?? 0) + 1;
  numbers.set(filter, n);
  return (filter.received(frame(n, fields)) as { frame: unknown }).frame;
}

Deno.test("PacketFilter: a guest talks to whom it was told of, and to nobody else", () => {
  const filter = filterOf();
  filter.sent('["frame",{"from":"<host.7.0>","payload":["#Ref<host.5>","<other.2.0>"]}]');
  for (const to of ["<host.7.0>", "#Ref<host.5>", "<other.2.0>"]) {
    for (const type of ["send", "monitor"]) assertEquals(through(filter, { type, to }), { type, to });
  }
  for (const to of ["<host.8.0>", "registered", "#Ref<host.6>", "<other.3.0>"]) {
    assertEquals(through(filter, { type: "call", to }), { type: "call", to: NOBODY });
  }
  const [payload, message] = [["long"], ["long"]]; // what nobody gets, nobody reads
  assertEquals(through(filter, { type: "cast", to: "x", payload }), { type: "cast", to: NOBODY, payload: null });
  assertEquals(through(filter, { type: "send", to: "x", message }), { type: "send", to: NOBODY, message: null });
  assertEquals(through(filter, { type: "send", to: "<host.7.0>", message }), {
    type: "send",
    to: "<host.7.0>",
    message,
  });
});

Deno.test("PacketFilter: no exit signal of a guest gets out, and no link that would send one later", () => {
  const filter = filterOf();
  filter.sent("<host.7.0>");
  for (const type of ["exit", "stop", "link", "unlink"]) {
    const from = "<plugin.1.0>";
    assertEquals(through(filter, { type, to: "<host.7.0>", from }), { type, to: NOBODY, from });
  }
  assertEquals(through(filter, { type: "exit", to: "<host.7.0>", from: "<0.0.0>" }), {
    type: "exit",
    to: NOBODY,
    from: "<0.0.0>",
  });
});

Deno.test("PacketFilter: a guest learns nothing of the host's processes and starts none", () => {
  const filter = filterOf();
  for (const type of ["lookup", "inspect", "list"]) {
    assertEquals(through(filter, { type, id: 1, of: "secrets" }), { type: "lookup", id: 1, of: "" });
  }
  assertEquals(through(filter, { type: "start", id: 1, what: "Shell" }), { type: "start", id: 1, what: " " });
});

Deno.test("case 58: PacketFilter takes what can only be forged for a broken guest", () => {
  const forged = [
    { type: "call", to: "<host.1.0>", from: "<plugin.b.1.0>" },
    { type: "call", to: "<host.1.0>", from: "<other.1.0>" },
    { type: "link", to: "<host.1.0>", from: "<host.1.0>" },
    { type: "exit", to: "<host.1.0>", from: 5 },
    { type: "hello", node: "other" },
  ];
  for (const each of forged) assertThrows(() => through(filterOf(), each), BadPacket);
  for (const packet of [null, 5, {}, { n: 1, frame: 1 }]) assertThrows(() => filterOf().received(packet), BadPacket);
  assertEquals(through(filterOf(), { type: "hello", node: "plugin" }), { type: "hello", node: "plugin" });
});

Deno.test("PacketFilter: only so many senders are known, the dead not counted", () => {
  const filter = filterOf();
  const call = (n: number) => through(filter, { type: "call", to: "x", from: `<plugin.${n}.0>` });
  for (let n = 1; n <= 3; n++) call(n);
  call(3);
  through(filter, { type: "down", pid: "<plugin.1.0>", reason: "normal" });
  call(4);
  assertEquals(filter.senders, 3);
  assertThrows(() => call(5), BadPacket, "more senders than processes");
});
