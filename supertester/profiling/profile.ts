import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { dirname } from "node:path";
import { ArgumentError } from "@superlearner/otp";
import { checkCpuProfile, type CpuProfile } from "./cpu_profile.ts";

/** How a profile is taken. */
export interface ProfileOptions {
  /** Where it is written, with `.cpuprofile` at its end; folders are made. @default nowhere */
  path?: string;
  /** How far samples are apart, in microseconds. @default {1000} */
  intervalUs?: number;
}

/** What a function gave, and where its time went. */
export interface Profiled<Result> {
  /** What it gave. */
  readonly result: Result;
  /** Where the time went. */
  readonly profile: CpuProfile;
}

/**
 * Runs something and tells where the time goes: a profile of the whole isolate while it runs, by V8's own profiler
 * (`node:inspector`, in this process, without flags). What it throws is thrown, and the profile is written all the same.
 * Profiles may overlap.
 *
 * @throws {ArgumentError} If an option is wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { checkCpuProfile, hotspots, profile } from "@superlearner/supertester/profiling";
 *
 * const folder = Deno.makeTempDirSync();
 * const path = `${folder}/sort.cpuprofile`; // to be opened in Chrome's DevTools, under Performance
 * const { profile: taken } = await profile(() => Array.from({ length: 100_000 }, (_, i) => -i).toSorted(), { path });
 * assertEquals(checkCpuProfile(JSON.parse(Deno.readTextFileSync(path))), taken);
 * const [slowest] = hotspots(taken);
 * assertEquals(slowest === undefined || slowest.share <= 1, true);
 * Deno.removeSync(folder, { recursive: true });
 * ```
 */
export async function profile<Result>(
  fn: () => Result | PromiseLike<Result>,
  options: ProfileOptions = {},
): Promise<Profiled<Result>> {
  const { path, intervalUs = 1000 } = options;
  if (typeof fn !== "function") refuse("what is run is a function", fn);
  if (!Number.isSafeInteger(intervalUs) || intervalUs < 1) refuse("intervalUs is a whole number from 1 up", intervalUs);
  if (path !== undefined && !(typeof path === "string" && path.endsWith(".cpuprofile"))) {
    refuse("path ends with .cpuprofile, by which tools know it", path);
  }
  const session = new Session();
  session.connect();
  try {
    await post(session, "Profiler.enable");
    await post(session, "Profiler.setSamplingInterval", { interval: intervalUs });
    await post(session, "Profiler.start");
    let taken: CpuProfile;
    let result: Result;
    try {
      result = await fn();
    } finally {
      const answer = await post(session, "Profiler.stop");
      taken = checkCpuProfile((answer as { profile: unknown }).profile);
      if (path !== undefined) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, JSON.stringify(taken));
      }
    }
    return { result, profile: taken };
  } finally {
    session.disconnect();
  }
}

function post(session: Session, method: string, params: object = {}): Promise<unknown> {
  return new Promise((resolve, reject) => {
    session.post(method, params, (error, answer) => error === null ? resolve(answer) : reject(error));
  });
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("take a CPU profile", { rule, value });
}
