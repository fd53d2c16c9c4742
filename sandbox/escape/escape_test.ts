import { assert, assertEquals } from "@std/assert";
import type { Attempt, WallName } from "./attempt.ts";
import { ATTEMPTS } from "./attempts/all_suite.ts";
import { formatMade, isMade, isQuick, type Made, makeAttempts, quantile } from "./run.ts";

/** What `deno task escape` makes beside these takes longer than a gate should: loops, bombs and floods of every kind. */
const QUICK = ATTEMPTS.filter(isQuick);
/** Of each kind some: without a wall they must get out, or the harness would not notice if they did. */
const TELLING = [1, 17, 21, 48, 61, 103, 112];

/** Of each kind some, and what only a process holds. */
const IN_A_PROCESS = [
  1,
  6,
  17,
  21,
  25,
  28,
  38,
  48,
  51,
  57,
  58,
  61,
  62,
  63,
  74,
  75,
  106,
  114,
  133,
  155,
  185,
  201,
  202,
  215,
  249,
  251,
  253,
  320,
  324,
  328,
];

/** What a process does that is not alone in it. */
const IN_A_SHARED_PROCESS = [1, 17, 62, 63, 74, 155, 215, 328];

async function made(attempts: readonly Attempt[], wall: WallName): Promise<Made[]> {
  return await Array.fromAsync(makeAttempts(attempts.filter((each) => isMade(each, wall)), wall));
}

function notContained(all: readonly Made[]): string[] {
  return all.filter(({ verdict }) => verdict.outcome !== "contained").map(formatMade);
}

Deno.test("escape: without a wall the harness sees that they get out", async () => {
  const open = await made(ATTEMPTS.filter(({ id }) => TELLING.includes(id)), "open");
  assertEquals(open.filter(({ verdict }) => verdict.outcome !== "escaped").map(formatMade), []);
  assertEquals(open.length, TELLING.length);
});

Deno.test("escape: nothing gets out of a worker (the quick attempts)", async () => {
  assertEquals(notContained(await made(QUICK, "worker")), []);
});

Deno.test("escape: nothing gets out of a process (some of each kind; the inner wall is the same)", async () => {
  assertEquals(notContained(await made(ATTEMPTS.filter(({ id }) => IN_A_PROCESS.includes(id)), "process")), []);
});

Deno.test("escape: nothing gets out of a shared process (some of each kind)", async () => {
  assertEquals(notContained(await made(ATTEMPTS.filter(({ id }) => IN_A_SHARED_PROCESS.includes(id)), "shared")), []);
});

Deno.test("escape: the attempts are those of the list and more, each with its own number and a refusal that is stated", () => {
  const ids = ATTEMPTS.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(Array.from({ length: 82 }, (_, at) => at + 1).filter((id) => !ids.includes(id)), []);
  const vague = ATTEMPTS.filter(({ probes, refusedBy = [], act }) =>
    refusedBy.length === 0 && act === undefined &&
    (probes.length === 0 || probes.some(({ refused }) => refused.length === 0))
  );
  assertEquals(vague.map(({ id }) => id), []);
  assert(QUICK.length > ATTEMPTS.length / 2);
});

Deno.test("quantile: the value below which so many are", () => {
  assertEquals([quantile([3, 1, 2], 0), quantile([3, 1, 2], 0.5), quantile([3, 1, 2], 1), quantile([], 0.5)], [
    1,
    2,
    3,
    0,
  ]);
});
