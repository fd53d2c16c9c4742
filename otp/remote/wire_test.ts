import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { type Frame, isNodeName, isStartedProcess, readPacket, WireError } from "./wire.ts";

const FRAMES: Frame[] = [
  { type: "hello", node: "here" },
  { type: "call", id: 1, to: "<here.1.0>", kind: "add", payload: 5, from: "<there.2.0>" },
  { type: "call", id: 2, to: "counter", kind: "value" },
  { type: "reply", id: 1, value: [1n] },
  { type: "failed", id: 1, reason: { shutdown: 1 } },
  { type: "cast", to: "#Ref<here.1>", kind: "add" },
  { type: "send", to: "counter", message: null },
  { type: "exit", to: "<here.1.0>", from: "<0.0.0>", reason: "kill" },
  { type: "stop", to: "<here.1.0>", from: "<0.0.0>", reason: "normal" },
  { type: "link", from: "<there.1.0>", to: "<here.1.0>" },
  { type: "unlink", from: "<there.1.0>", to: "<here.1.0>" },
  { type: "monitor", to: "<here.1.0>" },
  { type: "demonitor", to: "<here.1.0>" },
  { type: "down", pid: "<there.1.0>", reason: "noproc" },
  { type: "start", id: 3, what: "Counter", args: [1], link: true, timeoutMs: 5 },
  { type: "lookup", id: 4, of: "counter" },
  { type: "inspect", id: 5, of: "<here.1.0>" },
  { type: "list", id: 6 },
  { type: "ping", id: 7 },
  { type: "bye", reason: "normal" },
];

const BAD = [null, undefined, "", 5, {}, [], -1, 1.5, NaN, () => {}, Symbol("x"), 1n, "<0.1>"];

Deno.test("readPacket() takes every frame, also when it went through structuredClone and JSON", () => {
  for (const frame of FRAMES) {
    const packet = { otp: 1 as const, n: 3, frame };
    assertEquals(readPacket(structuredClone(packet)), packet);
    if (frame.type !== "reply") assertEquals(readPacket(JSON.parse(JSON.stringify(packet))), packet);
  }
});

Deno.test("readPacket() refuses whatever is none, and throws nothing else", () => {
  const random = new SeededRandom(1);
  let refused = 0;
  const attempt = (data: unknown) => {
    try {
      readPacket(data);
    } catch (error) {
      assert(error instanceof WireError, `${error}`);
      refused++;
    }
  };
  for (const bad of BAD) {
    attempt(bad);
    attempt({ otp: bad, n: 1, frame: FRAMES[0] });
    attempt({ otp: 1, n: bad, frame: FRAMES[0] });
    attempt({ otp: 1, n: 1, frame: bad });
    attempt({ otp: 1, n: 1, frame: { type: bad } });
  }
  assertEquals(refused, 5 * BAD.length - 1); // 5 is a number that a packet may have
  for (let i = 0; i < 5000; i++) {
    const frame = { ...FRAMES[Math.floor(random.next() * FRAMES.length)]! } as { [field: string]: unknown };
    const fields = Object.keys(frame);
    frame[fields[Math.floor(random.next() * fields.length)]!] = BAD[Math.floor(random.next() * BAD.length)];
    attempt({ otp: 1, n: 1, frame });
  }
  assert(refused > 1000);
});

Deno.test("readPacket() says which rule was broken", () => {
  const refusal = (data: unknown) => assertThrows(() => readPacket(data), WireError).rule;
  assertEquals(refusal({ otp: 2, n: 1, frame: {} }), "its version is 1, got 2");
  assertEquals(
    refusal({ otp: 1, n: 1, frame: { type: "constructor" } }),
    "its frame is of a known type, got constructor",
  );
  assertEquals(refusal({ otp: 1, n: 1, frame: { type: "monitor", to: "x" } }), "the to of a frame monitor is a pid");
  const trap = new Proxy({}, { get: () => assert(false) });
  assertEquals(refusal(trap), "it lets nobody look into it");
});

Deno.test("isNodeName() takes what may stand in a pid", () => {
  for (const name of ["main", "worker-1", "a@b.c", "_"]) assert(isNodeName(name), name);
  for (const name of ["0", "", ".a", "a b", "<", "a>", 5, "x".repeat(300)]) assertEquals(isNodeName(name), false);
});

Deno.test("isStartedProcess() takes the answer of a start", () => {
  const started = { pid: "<a.1.0>", behaviour: "GenServer", module: "M", calls: ["a"], casts: [] };
  assert(isStartedProcess(started));
  for (
    const [field, bad] of [["pid", "x"], ["behaviour", ""], ["module", 5], ["calls", [1]], ["casts", null]] as const
  ) {
    assertEquals(isStartedProcess({ ...started, [field]: bad }), false);
  }
});
