import { assertEquals } from "@std/assert";
import { limitsOf } from "../limits/profiles.ts";
import type { SandboxFailure } from "../limits/sandbox_error.ts";
import { stretched, stretchedFrom } from "./stretch.ts";

const limits = limitsOf("strict", { turnMs: 200 });
const over = (limit: string): SandboxFailure => ({ kind: "limit_exceeded", limit, value: 200, used: 201, at: 0 });

Deno.test("stretchedFrom: case 9: a turn that did not get its CPU time is run again with twice the time", () => {
  assertEquals(stretchedFrom(1, { failure: over("turnMs"), cpuMs: 90, limits }), 2);
  assertEquals(stretchedFrom(2, { failure: over("turnMs"), cpuMs: 170, limits }), 4);
});

Deno.test("stretchedFrom: case 9: a turn that had its CPU time is over, and so is one that never gets it", () => {
  assertEquals(stretchedFrom(1, { failure: over("turnMs"), cpuMs: 195, limits }), undefined);
  assertEquals(stretchedFrom(8, { failure: over("turnMs"), cpuMs: 10, limits }), undefined);
});

Deno.test("stretchedFrom: other ends are as they are", () => {
  assertEquals(stretchedFrom(1, { failure: over("heapMb"), cpuMs: 0, limits }), undefined);
  assertEquals(stretchedFrom(1, { failure: undefined, cpuMs: 0, limits }), undefined);
});

Deno.test("stretched: a turn is never longer than a call", () => {
  assertEquals([stretched(limits, 2).turnMs, stretched(limits, 2).wallMs], [400, 5000]);
  assertEquals(stretched(limitsOf("strict", { turnMs: 4000 }), 2).wallMs, 8000);
});
