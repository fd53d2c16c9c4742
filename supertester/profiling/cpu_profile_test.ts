import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { checkCpuProfile, type CpuProfile, hotspots, type ProfileNode } from "./cpu_profile.ts";

const node = (id: number, functionName: string, more: Partial<ProfileNode> = {}): ProfileNode => ({
  id,
  callFrame: {
    functionName,
    scriptId: "1",
    url: functionName.startsWith("(") ? "" : "a.ts",
    lineNumber: 9,
    columnNumber: 2,
  },
  ...more,
});
const PROFILE: CpuProfile = {
  nodes: [node(1, "(root)", { children: [2, 3, 4] }), node(2, "(idle)"), node(3, "hot"), node(4, "cold")],
  startTime: 0,
  endTime: 10_000,
  samples: [2, 3, 4, 3, 3],
  timeDeltas: [0, 5000, 3000, 1000, 1000],
};

Deno.test("checkCpuProfile: gives a sound profile", () => assertEquals(checkCpuProfile(PROFILE), PROFILE));

Deno.test("checkCpuProfile: refuses what tools could not open, and says why", () => {
  const rule = (wrong: unknown) => assertThrows(() => checkCpuProfile(wrong), ArgumentError).rule;
  for (const wrong of [null, 5, {}, { ...PROFILE, nodes: [] }]) assertEquals(rule(wrong), "it has nodes");
  const { nodes } = PROFILE;
  assertEquals(rule({ ...PROFILE, nodes: [...nodes, node(3, "twice")] }), "each node has a number of its own");
  assertEquals(rule({ ...PROFILE, nodes: [{ id: 1 }] }), "each node has a function and a place");
  assertEquals(rule({ ...PROFILE, nodes: [node(1, "a", { children: [9] })] }), "each child is a node");
  assertEquals(rule({ ...PROFILE, endTime: -1 }), "it ends after it begins");
  assertEquals(rule({ ...PROFILE, timeDeltas: [1] }), "each sample has a time");
  assertEquals(rule({ ...PROFILE, samples: undefined }), "each sample has a time");
  assertEquals(rule({ ...PROFILE, samples: [9, 9, 9, 9, 9] }), "each sample is of a node");
  assertEquals(rule({ ...PROFILE, timeDeltas: [0, 1, NaN, 1, 1] }), "each time is a finite number");
});

Deno.test("hotspots: by the time at work, without idle time; each sample lasts until the next", () => {
  assertEquals(hotspots(PROFILE), [
    { functionName: "hot", location: "a.ts:10", selfMs: 4, share: 0.8 },
    { functionName: "cold", location: "a.ts:10", selfMs: 1, share: 0.2 },
  ]);
  assertEquals(hotspots(PROFILE, 1).length, 1);
  assertEquals(hotspots({ ...PROFILE, samples: [], timeDeltas: [] }), []);
});
