import { ArgumentError } from "@superlearner/otp";
import { assert, assertEquals, assertGreater, assertRejects } from "@std/assert";
import { checkCpuProfile, type CpuProfile, hotspots } from "./cpu_profile.ts";
import { profile } from "./profile.ts";

/** Keeps the processor busy; found by its name. */
function grindAway(rounds: number): number {
  let sum = 0;
  for (let round = 0; round < rounds; round++) sum += Math.sqrt(round) % 3;
  return sum;
}

/**
 * Whether the time of the program's own files went into this one: V8 may make the function a part of the one that calls it,
 * whose time it is then. Time of the runtime is left out: it has a profiler to start.
 */
const isOurs = (taken: CpuProfile) =>
  hotspots(taken, Infinity).find(({ location }) => location.includes("file:"))!.location.includes("profile_test.ts:");

/** Enough to be seen at 100 samples a second by any machine. */
const ENOUGH = 20_000_000;

Deno.test("profile: tells where the time went, in a file that tools open", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/profiles/grind.cpuprofile`;
    const { result, profile: taken } = await profile(() => grindAway(ENOUGH), { path, intervalUs: 200 });
    assertGreater(result, 0);
    assertEquals(checkCpuProfile(JSON.parse(Deno.readTextFileSync(path))), taken);
    assert(isOurs(taken));
    assertEquals(taken.nodes[0]?.callFrame.functionName, "(root)");
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("profile: what comes after an await is in it as well", async () => {
  const { profile: taken } = await profile(async () => {
    await Promise.resolve();
    return grindAway(ENOUGH);
  });
  assert(isOurs(taken));
});

Deno.test("profile: what the function throws is thrown, and the profile is written all the same", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/broken.cpuprofile`;
    const broken = () => {
      throw new RangeError("Broken");
    };
    await assertRejects(() => profile(broken, { path }), RangeError, "Broken");
    checkCpuProfile(JSON.parse(Deno.readTextFileSync(path)));
    assertEquals((await profile(() => 5)).result, 5); // and another can be taken
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("profile: profiles may overlap", async () => {
  const { result: inner, profile: outer } = await profile(() => profile(() => grindAway(ENOUGH)));
  for (const each of [outer, inner.profile]) {
    assert(isOurs(each));
  }
});

Deno.test("profile: refuses wrong options", async () => {
  const rule = async (options: object) => (await assertRejects(() => profile(() => {}, options), ArgumentError)).rule;
  assertEquals(await rule({ path: "profile.json" }), "path ends with .cpuprofile, by which tools know it");
  assertEquals(await rule({ intervalUs: 0 }), "intervalUs is a whole number from 1 up");
  const error = await assertRejects(() => profile(5 as never), ArgumentError);
  assertEquals(error.rule, "what is run is a function");
});
