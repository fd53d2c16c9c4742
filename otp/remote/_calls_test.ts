import { assertEquals, assertLess } from "@std/assert";
import { CallEnvelope } from "../processes/envelope.ts";
import { CallsUnderWay } from "./_calls.ts";
import type { RemoteBehaviour } from "./remote_process.ts";

const call = () => new CallEnvelope("ask", undefined, { caller: null, server: "s", timeoutMs: Infinity });

Deno.test("CallsUnderWay keeps every call that somebody waits for, and drops the others now and then", () => {
  const behaviour = { calls: new Map() } as unknown as RemoteBehaviour;
  const calls = new CallsUnderWay();
  const waiting = Array.from({ length: 100 }, call);
  waiting.forEach((each, id) => calls.add(id, behaviour, each));
  for (let id = 100; id < 10_000; id++) {
    const forsaken = call();
    forsaken.settled = true;
    calls.add(id, behaviour, forsaken);
    assertLess(calls.size, 300);
    assertEquals(behaviour.calls.size, calls.size);
  }
  waiting.forEach((each, id) => assertEquals(calls.take(id), each));
  assertEquals([calls.take(0), calls.take(123_456)], [undefined, undefined]);
});
