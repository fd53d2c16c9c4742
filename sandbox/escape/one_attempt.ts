import { SandboxError } from "../limits/sandbox_error.ts";
import type { Permissions } from "../permissions/permissions.ts";
import { actOf } from "./acts.ts";
import { type Attempt, fill, guestSource, readAnswers } from "./attempt.ts";
import type { Places, Secrets } from "./bait.ts";
import type { Cage, Held, Prisoner } from "./cage.ts";
import type { HostCanaries } from "./host_canaries.ts";
import { pause } from "./pause.ts";
import { cpuMsOf, processesWith } from "./resources.ts";
import type { Report } from "./verdict.ts";

/** How often the host looks whether its timers are in time, in milliseconds. */
const TICK_MS = 5;
/** How long what was destroyed is watched, and how much of a core it may still have. */
const WATCH_MS = 300;
const MOST_CPU = 0.6;

/** What an attempt is made in. */
export interface Scene {
  /** The wall. */
  readonly cage: Cage;
  /** What must stay as it is in the host. */
  readonly canaries: HostCanaries;
  /** Where the bait is. */
  readonly places: Places;
  /** What must not get inside. */
  readonly secrets: Secrets;
  /** Another sandbox, whose answer must stay the same. */
  readonly sibling: Held | undefined;
}

/** Makes an attempt, and looks at everything afterwards. */
export async function makeAttempt(attempt: Attempt, scene: Scene): Promise<Report> {
  const { cage, canaries, places, secrets } = scene;
  const started = performance.now();
  const lateMs: number[] = [];
  let last = started;
  // deno-lint-ignore superlearner/test-sleep -- how late the host's own timers are is measured
  const ticker = setInterval(() => {
    const now = performance.now();
    lateMs.push(Math.max(0, now - last - TICK_MS));
    last = now;
  }, TICK_MS);
  let held: Held | undefined;
  let outcome: Pick<Report, "answers" | "failure"> = {};
  const act = actOf(attempt);
  try {
    const plain = prisonerOf(attempt, places);
    const prisoner = await act.prisoner?.(plain, places) ?? plain;
    held = await cage.hold(prisoner);
    outcome = { answers: answersOf(await act.ask(held, attempt, { prisoner, canaries })) };
  } catch (error) {
    outcome = { failure: failureOf(error) };
  }
  const tookMs = performance.now() - started;
  const lines = held?.lines() ?? [];
  const left = await destroyed(held, attempt);
  if (attempt.lingerMs !== undefined) await pause(attempt.lingerMs);
  clearInterval(ticker);
  const tripped = [
    ...left,
    ...programsLeft(secrets["mark"]!),
    ...linesTripped(lines),
    ...await canaries.touched(),
    ...await siblingTripped(scene),
  ];
  return { ...outcome, lines, tripped, lateMs, tookMs };
}

function prisonerOf(attempt: Attempt, places: Places): Prisoner {
  const files = { "/main.ts": guestSource(attempt, places), ...attempt.files };
  const filled = Object.entries(files).map(([path, text]) => [path, fill(text, places)]);
  const granted = Object.entries(attempt.permissions ?? {}).map((
    [name, list],
  ) => [name, list.map((each) => fill(each, places))]);
  return {
    name: `attempt-${attempt.id}`,
    source: { files: Object.fromEntries(filled) },
    permissions: Object.fromEntries(granted) as Permissions,
    limits: attempt.limits ?? {},
    tight: attempt.exhausts ?? false,
  };
}

function answersOf(value: unknown): string[] {
  return value === "" ? [] : readAnswers(value);
}

function failureOf(error: unknown): NonNullable<Report["failure"]> {
  if (!(error instanceof SandboxError)) return { kind: "other", message: String((error as Error)?.stack ?? error) };
  const { kind, failure, message } = error;
  return { kind, message, ...(failure.kind === "limit_exceeded" ? { limit: failure.limit } : {}) };
}

/** Ends what is held. What still runs after that is told. */
async function destroyed(held: Held | undefined, { exhausts = false }: Attempt): Promise<string[]> {
  try {
    await held?.destroy();
  } catch (error) {
    return [`it cannot be destroyed: ${error}`];
  }
  if (!exhausts) return [];
  const before = cpuMsOf();
  await pause(WATCH_MS);
  const share = (cpuMsOf() - before) / WATCH_MS;
  return share > MOST_CPU ? [`${Math.round(share * 100)} % of a core are used after its end`] : [];
}

/** Programs that the guest has started have its own word among their arguments. */
function programsLeft(mark: string): string[] {
  const left = processesWith(mark);
  return left.length === 0 ? [] : [`${left.length} programs of the guest go on after its end`];
}

/** A terminal obeys nothing of what was printed. */
function linesTripped(lines: readonly string[]): string[] {
  // deno-lint-ignore no-control-regex -- these are looked for
  return lines.some((line) => /[\x00-\x1f\x7f-\x9f\u202a-\u202e]/.test(line)) ? ["a line has control characters"] : [];
}

async function siblingTripped({ sibling, secrets }: Scene): Promise<string[]> {
  if (sibling === undefined) return [];
  try {
    return await sibling.run("secret") === secrets["sibling"] ? [] : ["another sandbox answers otherwise"];
  } catch (error) {
    return [`another sandbox is gone: ${error}`];
  }
}
