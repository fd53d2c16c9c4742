import { assertEquals } from "@std/assert";
import type { PendingCall } from "@superlearner/otp/simulation";
import { callCycle, cycleKey, describeCycle } from "./_call_cycles.ts";

function call(caller: string | undefined, server: string, replied = false): PendingCall {
  return { caller, callerName: caller, server, serverName: server, kind: "get", timeoutMs: 5000, replied };
}

const shown = (calls: PendingCall[]) => callCycle(calls)?.map(({ caller }) => caller);

Deno.test("callCycle: finds the circle, and only the circle", () => {
  assertEquals(shown([call("x", "a"), call("a", "b"), call("b", "c"), call("c", "a")]), ["a", "b", "c"]);
  assertEquals(shown([call("a", "d"), call("a", "b"), call("d", "e"), call("b", "a")]), ["a", "b"]);
});

Deno.test("callCycle: a chain, two ways to one server and code outside are none", () => {
  assertEquals(shown([]), undefined);
  assertEquals(shown([call("a", "b"), call("b", "c")]), undefined);
  assertEquals(shown([call("a", "b"), call("a", "c"), call("b", "d"), call("c", "d")]), undefined);
  assertEquals(shown([call(undefined, "a"), call("a", "b")]), undefined);
});

Deno.test("callCycle: an answer that is under way opens the circle", () => {
  assertEquals(shown([call("a", "b"), call("b", "a", true)]), undefined);
});

Deno.test("describeCycle names every call, cycleKey is the same wherever it was entered", () => {
  const [one, two] = [call("a", "b"), call("b", "a")];
  assertEquals(
    describeCycle([one, two]),
    'a (a) waits for "get" of b (b),\n  b (b) waits for "get" of a (a)',
  );
  assertEquals(cycleKey([one, two]), cycleKey([two, one]));
});
