import type { Turn } from "./exploration.ts";

/** A run as it is drawn. */
export interface Story {
  /** Its turns, in order. */
  readonly turns: readonly Turn[];
  /** The names of its processes, by place. */
  readonly names: ReadonlyMap<string, string>;
}

/** An arrow of a space-time diagram: plain data, for whoever draws. */
export interface SpaceTimeStep {
  /** Which turn, from 1 up. */
  readonly step: number;
  /** When, in virtual milliseconds. */
  readonly atMs: number;
  /** Whose turn. */
  readonly lane: string;
  /** Whose message was handled; absent where that is not known, or there is none. */
  readonly from?: string;
  /** What: `call balance`, `cast set`, `begins`, … */
  readonly what: string;
  /** Whom it answered. */
  readonly answered: readonly string[];
  /** By how many places it came out of its order of arrival; 0 where it did not. */
  readonly outOfTurn: number;
  /** How many waited for their turn. */
  readonly options: number;
}

/** A run as data: who takes part, in order of appearance, and what happened. */
export interface SpaceTime {
  /** The lanes, by what people call them. */
  readonly lanes: readonly string[];
  /** The turns. */
  readonly steps: readonly SpaceTimeStep[];
}

/** How many turns are drawn: the last ones, where a failure shows. */
const MOST_STEPS = 60;

/** Makes the data of a space-time diagram. */
export function spaceTime({ turns, names }: Story): SpaceTime {
  const lanes = new Set<string>();
  const called = (place: string) => {
    const name = place.endsWith("outside") ? "test" : names.get(place);
    const lane = name === undefined || name === "test" ? name ?? place : `${name} ${place}`;
    lanes.add(lane);
    return lane;
  };
  const begun = new Set<string>();
  const steps = turns.map(({ place, from, form, kind, choice, options, atMs, answered }, at): SpaceTimeStep => {
    const begins = form === "" && !begun.has(place);
    begun.add(place);
    const sender = from ?? (form === "" ? undefined : "outside");
    return {
      step: at + 1,
      atMs,
      ...(sender === undefined ? {} : { from: called(sender) }),
      lane: called(place),
      what: place === "clock" ? "alarm" : begins ? "begins" : form === "" ? "goes on" : `${form} ${kind}`.trimEnd(),
      answered: answered.map(called),
      outOfTurn: choice,
      options,
    };
  });
  return { lanes: [...lanes], steps };
}

/** Draws it with one column for each process: `●` has its turn, an arrow comes from who sent the message. */
export function drawSpaceTime(story: Story): string {
  const { lanes, steps } = spaceTime(story);
  const shown = steps.slice(-MOST_STEPS);
  const width = Math.max(...lanes.map((lane) => lane.length), 8) + 2;
  const lines = [`${"".padEnd(5)}${lanes.map((lane) => lane.padEnd(width)).join("")}`.trimEnd()];
  if (shown.length < steps.length) lines.push(`     … ${steps.length - shown.length} turns before`);
  for (const { step, lane, from, what, outOfTurn, answered, options } of shown) {
    const [to, source] = [lanes.indexOf(lane), from === undefined ? -1 : lanes.indexOf(from)];
    const row = draw(lanes.length, { width, to, source });
    const notes = [
      what,
      ...(answered.length === 0 ? [] : [`answers ${answered.join(", ")}`]),
      ...(outOfTurn === 0 ? [] : [`<- out of turn: ${outOfTurn} of ${options} waited longer`]),
    ];
    lines.push(`${String(step).padStart(4)} ${row}${notes.join("; ")}`);
  }
  return lines.join("\n");
}

function draw(count: number, at: { width: number; to: number; source: number }): string {
  const { width, to, source } = at;
  const cells: string[] = Array.from({ length: count * width }, (_, column) => column % width === 0 ? "│" : " ");
  if (source >= 0 && source !== to) {
    const [left, right] = [Math.min(source, to) * width, Math.max(source, to) * width];
    for (let column = left + 1; column < right; column++) cells[column] = "─";
    cells[source * width] = "○";
    cells[to > source ? to * width - 1 : to * width + 1] = to > source ? "▶" : "◀";
  }
  cells[to * width] = "●";
  return cells.join("");
}

/** The same as a Mermaid sequence diagram, to be pasted wherever Markdown is read. */
export function mermaidOf(story: Story): string {
  const { lanes, steps } = spaceTime(story);
  const id = (lane: string) => `p${lanes.indexOf(lane)}`;
  const safe = (text: string) => text.replaceAll(/[;#\n]/g, " ").replaceAll("<", "‹").replaceAll(">", "›");
  const lines = ["sequenceDiagram", ...lanes.map((lane) => `  participant ${id(lane)} as ${safe(lane)}`)];
  for (const { lane, from, what, answered, outOfTurn } of steps.slice(-MOST_STEPS)) {
    lines.push(`  ${id(from ?? lane)}->>${id(lane)}: ${safe(what)}`);
    if (outOfTurn > 0) lines.push(`  Note over ${id(lane)}: out of turn`);
    for (const each of answered) lines.push(`  ${id(lane)}-->>${id(each)}: answer`);
  }
  return lines.join("\n");
}
