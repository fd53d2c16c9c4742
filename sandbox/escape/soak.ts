/**
 * `deno task soak:sandbox`: creates and destroys a thousand sandboxes on each wall, then as many again, and tells what is
 * left of the second thousand. In the first one the heap of V8 and the arenas of the allocator come to the size that such a
 * program needs, whatever is left of the sandboxes; that is told as well. Arguments: walls, and a number of rounds.
 */
import { silentLogger, System } from "@superlearner/otp";
import type { RealWall } from "./attempt.ts";
import { REAL_WALLS } from "./cage.ts";
import { pause } from "./pause.ts";
import { type Resources, resourcesOf } from "./resources.ts";
import { SandboxCage } from "./sandbox_cage.ts";

/** How many at a time: more than one core can do. */
const AT_A_TIME = 4;
/** One in so many is ended by force: an endless loop. */
const SPINS_EVERY = 10;
/** What is left may take a moment to go: threads of the operating system, children that are being waited for. */
const SETTLE_MS = 15_000;

/** What there is more of than before. */
export function moreThan(before: Resources, after: Resources): Resources {
  return {
    threads: after.threads - before.threads,
    processes: after.processes - before.processes,
    files: after.files - before.files,
    rssMb: Math.round(after.rssMb - before.rssMb),
  };
}

/** As the last line says it. */
export function formatMore({ threads, processes, files, rssMb }: Resources): string {
  const signed = (value: number) => value < 0 ? String(value) : `+${value}`;
  return `threads ${signed(threads)}, processes ${signed(processes)}, files ${signed(files)}, rss ${signed(rssMb)} MiB`;
}

/** The most of each. */
export function most(all: readonly Resources[]): Resources {
  const of = (name: keyof Resources) => Math.max(...all.map((each) => each[name]));
  return { threads: of("threads"), processes: of("processes"), files: of("files"), rssMb: of("rssMb") };
}

/** Creates, uses and destroys so many sandboxes. */
export async function rounds(cage: SandboxCage, { count, label }: { count: number; label: string }): Promise<void> {
  let next = 0;
  const files = { "/main.ts": "export const double = () => 42; export const spin = () => { while (true) {} };" };
  const work = async () => {
    while (next < count) {
      const name = `${label}-${next++}`;
      const spins = next % SPINS_EVERY === 0;
      const limits = spins ? { turnMs: 200 } : {};
      const held = await cage.hold({ name, source: { files }, permissions: {}, limits });
      const answer = await held.run("double");
      const ended = spins ? await held.run("spin").then(() => "never", () => "ended") : "ended";
      await held.destroy();
      if (answer !== 42 || ended !== "ended") throw new Error(`Cannot soak: ${name} answers ${answer}, and ${ended}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
}

/** What is left after some rounds, compared with after a warm-up. */
async function soak(wall: RealWall, count: number): Promise<Resources> {
  await using system = new System({ logger: silentLogger });
  await using cage = new SandboxCage(system, wall);
  await rounds(cage, { count: Math.min(AT_A_TIME, count), label: "first" });
  const start = await settled();
  await rounds(cage, { count, label: "warm" });
  const before = await settled();
  console.log(`${wall}: ${count} rounds to warm up: ${formatMore(moreThan(start, before))}`);
  const started = performance.now();
  await rounds(cage, { count, label: "round" });
  const tookMs = performance.now() - started;
  const after = await settled(before);
  const more = moreThan(before, after);
  console.log(`${wall}: ${count} rounds, ${(tookMs / count).toFixed(1)} ms each: ${formatMore(more)}`);
  return more;
}

/** What there is when it no longer falls, or as little as there was before. */
async function settled(before?: Resources): Promise<Resources> {
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
  const until = performance.now() + SETTLE_MS;
  let least = resourcesOf();
  for (let still = 0; performance.now() < until && still < 6;) {
    collect();
    await pause(250);
    const now = resourcesOf();
    const enough = before === undefined ||
      (now.threads <= before.threads && now.processes <= before.processes && now.files <= before.files);
    still = enough && now.rssMb >= least.rssMb - 1 ? still + 1 : 0;
    least = now;
  }
  return least;
}

if (import.meta.main) {
  const named = REAL_WALLS.filter((wall) => Deno.args.includes(wall));
  const count = Number(Deno.args.find((arg) => /^\d+$/.test(arg)) ?? 1000);
  const left: Resources[] = [];
  for (const wall of named.length > 0 ? named : REAL_WALLS) left.push(await soak(wall, count));
  const all = most(left);
  console.log(formatMore(all));
  if (all.threads > 0 || all.processes > 0 || all.files > 0) Deno.exit(1);
}
