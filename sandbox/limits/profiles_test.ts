import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { LIMIT_NAMES } from "./limits.ts";
import { limitsOf, type ProfileName, profileOf, PROFILES } from "./profiles.ts";

Deno.test("PROFILES: frozen through and through, and printable", () => {
  for (const one of [PROFILES, ...Object.values(PROFILES), ...Object.values(PROFILES).map(({ limits }) => limits)]) {
    assertEquals(Object.isFrozen(one), true);
  }
  assertEquals(JSON.parse(JSON.stringify(PROFILES.strict)), PROFILES.strict);
});

Deno.test("PROFILES: each allows at least what a stricter one allows", () => {
  const { strict, balanced, permissive } = PROFILES;
  for (const name of LIMIT_NAMES) {
    assertEquals([name, strict.limits[name] <= balanced.limits[name]], [name, true]);
    assertEquals([name, balanced.limits[name] <= permissive.limits[name]], [name, true]);
  }
  assertEquals([strict.isolation, balanced.isolation, permissive.isolation], ["process", "worker", "worker"]);
});

Deno.test("profileOf() knows three names", () => {
  assertEquals(profileOf("strict"), PROFILES.strict);
  for (const name of ["loose", "toString", 7]) {
    const { message } = assertThrows(() => profileOf(name as ProfileName), ArgumentError);
    const value = typeof name === "string" ? `"${name}"` : name;
    assertEquals(message, `Cannot choose a profile: a profile is one of strict, balanced, permissive, got ${value}`);
  }
});

Deno.test("limitsOf() goes from left to right, from balanced on", () => {
  assertEquals(limitsOf(), PROFILES.balanced.limits);
  assertEquals(limitsOf({ wallMs: 700 }, "strict"), PROFILES.strict.limits);
  assertEquals(limitsOf("strict", { wallMs: 700 }, { wallMs: 800 }), { ...PROFILES.strict.limits, wallMs: 800 });
  assertEquals(Object.isFrozen(limitsOf("strict")), true);
});

Deno.test("limitsOf() refuses what does not agree in the end", () => {
  const { message } = assertThrows(() => limitsOf("permissive", { wallMs: 1_000 }), ArgumentError);
  assertEquals(
    message,
    'Cannot set the limits of a sandbox: turnMs is at most wallMs, got {"turnMs":5000,"wallMs":1000}',
  );
});
