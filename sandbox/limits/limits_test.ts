import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkedLimits, checkLimits, LIMIT_NAMES, type Limits } from "./limits.ts";
import { PROFILES } from "./profiles.ts";

function refusal(check: () => unknown): string {
  return assertThrows(check, ArgumentError).message;
}

Deno.test("LIMIT_NAMES: every limit once, frozen", () => {
  assertEquals(LIMIT_NAMES.length, 15);
  assertEquals([...LIMIT_NAMES].sort(), Object.keys(PROFILES.strict.limits).sort());
  assertEquals(Object.isFrozen(LIMIT_NAMES), true);
});

Deno.test("checkLimits() gives a part back that is right", () => {
  const part = { wallMs: 1, outputBytes: 0, processes: Infinity };
  assertStrictEquals(checkLimits(part), part);
});

Deno.test("checkLimits() says which limit has which values", () => {
  const bad = (part: unknown) => refusal(() => checkLimits(part as Partial<Limits>));
  assertEquals(bad(null), "Cannot set the limits of a sandbox: limits are an object, got null");
  assertEquals(bad([]), "Cannot set the limits of a sandbox: limits are an object, got []");
  assertEquals(
    bad({ heap: 1 }),
    `Cannot set the limits of a sandbox: a limit is one of ${LIMIT_NAMES.join(", ")}, got "heap"`,
  );
  const most = 2 ** 53 - 1;
  assertEquals(
    bad({ heapMb: 15 }),
    `Cannot set the limits of a sandbox: heapMb is a whole number from 16 to ${most} or Infinity, got 15`,
  );
  for (const value of [0, -1, 1.5, NaN, "7", null, undefined, 2 ** 31]) {
    assertEquals(
      bad({ wallMs: value }),
      "Cannot set the limits of a sandbox: wallMs is a whole number from 1 to 2147483647 or Infinity, got " +
        (typeof value === "string" ? `"${value}"` : value),
    );
  }
  for (const name of ["turnMs", "startMs"]) {
    assertEquals(
      bad({ [name]: Infinity }),
      `Cannot set the limits of a sandbox: ${name} is a whole number from 1 to 2147483647, got Infinity`,
    );
  }
});

Deno.test("checkLimits() takes names of Object.prototype for what they are", () => {
  const part = JSON.parse('{"__proto__": 1}') as Partial<Limits>;
  assertEquals(refusal(() => checkLimits(part)).endsWith('got "__proto__"'), true);
});

Deno.test("checkedLimits() wants every limit, and those that belong together in order", () => {
  const { limits } = PROFILES.strict;
  const { wallMs: _, ...rest } = limits;
  assertEquals(
    refusal(() => checkedLimits(rest as Limits)),
    'Cannot set the limits of a sandbox: each limit has a value, got "wallMs"',
  );
  assertEquals(
    refusal(() => checkedLimits({ ...limits, heapMb: 300 })),
    'Cannot set the limits of a sandbox: heapMb is at most memoryMb, got {"heapMb":300,"memoryMb":256}',
  );
  assertEquals(
    refusal(() => checkedLimits({ ...limits, wallMs: 100 })),
    'Cannot set the limits of a sandbox: turnMs is at most wallMs, got {"turnMs":200,"wallMs":100}',
  );
  const checked = checkedLimits({ ...limits });
  assertEquals([checked, Object.isFrozen(checked)], [limits, true]);
});
