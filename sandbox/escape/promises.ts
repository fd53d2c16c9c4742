/**
 * What each wall promises, as data: `sandbox/WALLS.md` holds it as a table, and the attempts that a row names are made on
 * all walls by `deno task escape`.
 *
 *     deno run -A sandbox/escape/promises.ts --write
 */
import { ROOT } from "../../.ci/lib/workspace.ts";
import type { Attempt, RealWall } from "./attempt.ts";

/** One threat, and what becomes of it behind each wall. */
export interface Promised {
  /** What a guest tries, or does by mistake. */
  readonly threat: string;
  /** What `isolation: "worker"` does about it. */
  readonly worker: string;
  /** What `isolation: "process"` does about it. */
  readonly process: string;
  /** What `isolation: { shared }` does about it, beyond what a process of its own does. @default the same */
  readonly shared?: string;
  /** The attempts that show it; none for what nobody can show. */
  readonly attempts: readonly number[];
}

const SAME = "the same";
const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => first + at);

/** The table. A cell that says what is not held begins with "not". */
export const PROMISES: readonly Promised[] = [
  {
    threat: "Files of the host, and what is where",
    worker: "refused; a folder that was granted ends at its edge, links included",
    process: SAME,
    attempts: [...from(1, 10), ...from(101, 106)],
  },
  {
    threat: "Files that lead out of the sandbox's own",
    worker: "refused: paths outside, links, names in two spellings",
    process: SAME,
    attempts: [...from(11, 16), ...from(107, 110), 193, 194],
  },
  {
    threat: "Environment, host name, working folder, process id",
    worker: "not there; variables that were granted, and no others",
    process: SAME,
    attempts: [...from(17, 20), 111],
  },
  {
    threat: "Network",
    worker: "refused, and no packet leaves; a host that was granted is that one, after redirects too",
    process: SAME,
    attempts: [...from(21, 27), ...from(113, 115)],
  },
  {
    threat: "Subprocesses, native code, signals, the host's end on purpose",
    worker: "no such function or module",
    process: `${SAME}; and there is another process around it`,
    attempts: [...from(28, 33), 112],
  },
  {
    threat: "Asking for permissions, threads with more of them",
    worker: "no such function; nobody is asked anything",
    process: SAME,
    attempts: [...from(34, 37), 72],
  },
  {
    threat: "Modules that were not granted: npm, jsr, https, node, data, blob, an import map",
    worker: "refused: the modules are those of the sandbox and of the runtime",
    process: SAME,
    attempts: [...from(38, 47), ...from(116, 118), ...from(240, 252)],
  },
  {
    threat: "Remote modules, where a host of `import` was granted: redirects, other hosts, files, floods",
    worker:
      "of that host alone, fetched by the host before anything runs, of limited size and time, the same ever after",
    process: SAME,
    attempts: from(340, 352),
  },
  {
    threat: "Code from strings, WebAssembly",
    worker: "refused",
    process: SAME,
    attempts: [48, 49, 50, 119],
  },
  {
    threat: "What stacks, messages and clocks give away",
    worker: "no path of the host; clocks tell whole milliseconds",
    process: SAME,
    attempts: [...from(51, 55), ...from(120, 124)],
  },
  {
    threat: "An object of the host's realm",
    worker: "none is in reach but an empty one, `this` of a getter on the global object: only texts go over",
    process: SAME,
    attempts: [...from(130, 141), 256],
  },
  {
    threat: "Prototypes, channels, consoles and input that all share",
    worker: "frozen, absent, or cut and cleaned on the host",
    process: SAME,
    attempts: [56, 57, ...from(59, 62), 154, 156],
  },
  {
    threat: "Processes of the host and of other sandboxes, by pid, by name, by forged frames",
    worker: "as if they were dead, but for what the host has named; broken rules end the sandbox",
    process: SAME,
    attempts: [58, ...from(150, 153), 155, ...from(200, 234)],
  },
  {
    threat: "Fooling who grades",
    worker: "nothing of the tests, the report or the clock is within reach",
    process: SAME,
    attempts: [...from(75, 82), 157],
  },
  {
    threat: "Loops: of code, microtasks, regular expressions, sorts, numbers",
    worker: "ended by the limit of a turn; the sandbox fails with it",
    process: SAME,
    attempts: [63, 64, 68, ...from(160, 177), 192, ...from(195, 198), ...from(253, 255)],
  },
  {
    threat: "Storms of timers, messages, lines, processes, promises",
    worker: "ended by the limit that is named",
    process: SAME,
    attempts: [65, 70, 71, 178, 186, 187, 188, 189, 190, 199],
  },
  {
    threat: "Values that are deep, giant, take long to read, or cannot be told",
    worker: "refused to the guest, or the sandbox fails with the limit",
    process: SAME,
    attempts: [69, 183, 184, 185, ...from(257, 259)],
  },
  {
    threat: "Heap and array buffers, step by step",
    worker: "found between turns; what one turn takes is bounded by its time only",
    process: "V8's limit, and the resident memory is watched",
    shared: "the memory is that of all that share it",
    attempts: [66, 67, 179, 180, 182],
  },
  {
    threat: "Much memory within one native call",
    worker:
      "not held: the call goes on for seconds after its sandbox was ended, with gigabytes; the event `worker.unstoppable`",
    process: "killed",
    shared: "killed, with all that share it",
    attempts: [181],
  },
  {
    threat: "Memory that the engine holds beside heap and buffers, as `Intl` does",
    worker: "not held: nothing tells of it until the sandbox is destroyed, which frees it",
    process: "killed: the resident memory is watched",
    shared: "killed, with all that share it",
    attempts: [260],
  },
  {
    threat: "What V8 gives up the whole process for",
    worker: "not held: the host's process ends",
    process: "only the child ends",
    shared: "only the child ends, with all that share it",
    attempts: [74, 261],
  },
  {
    threat: "A disk that is filled, where `write` was granted",
    worker: "bytes are counted",
    process: SAME,
    attempts: [191],
  },
  {
    threat:
      "Programs, where `run` was granted: others, shells, variables, folders, floods, fork bombs, what stays behind",
    worker:
      "those programs alone, with arguments that no shell reads; no variables and folders but those granted; counted, timed, and ended whole with the sandbox",
    process: SAME,
    attempts: [73, ...from(320, 329)],
  },
  {
    threat: "What a granted program itself does, and what arguments make it do",
    worker: "not held: it may do what the host may, files and network included; what it writes is not counted",
    process: "not held: the host runs it, outside of the wall",
    attempts: [],
  },
  {
    threat:
      "A native library that was granted: another one beside it, one that crashes, leaves, or writes to the host itself",
    worker: "refused, or ended with the process of its own that it is in; the host and the sandbox go on",
    process: SAME,
    attempts: [331],
  },
  {
    threat: "What a granted native library itself does",
    worker: "not held: it may do what the host may, as a program may",
    process: "not held: it is in a process outside of the wall",
    attempts: [],
  },
  {
    threat: "A program that leaves its process group, cleans its environment and has no parent any more",
    worker:
      "ended, where Linux lets the host make namespaces; not held elsewhere: macOS, Windows, and containers that forbid them",
    process: SAME,
    attempts: [],
  },
  {
    threat: "What of the machine was not granted, where some of `sys` was",
    worker: "refused",
    process: SAME,
    attempts: [330],
  },
  {
    threat: "A hole in V8 itself",
    worker: "not held: same address space, and the host's permissions with it",
    process: "a process without permissions; not more than Deno and the system make of that",
    shared: "so is this one; not held among those that share it",
    attempts: [],
  },
  {
    threat: "Timing of caches and the like (Spectre)",
    worker: "not held: same address space; clocks are coarse, and there are no threads to count with",
    process: "an address space of its own",
    shared: "not held among those that share it",
    attempts: [],
  },
];

/** Where the table is, from the root of the repository. */
export const PAGE = "sandbox/WALLS.md";

const BEGIN = "<!-- made by sandbox/escape/promises.ts -->";
const END = "<!-- end -->";

/** The table as Markdown. */
export function formatPromises(promises: readonly Promised[]): string {
  const rows = promises.map(({ threat, worker, process, shared = SAME, attempts }) =>
    `| ${threat} | ${worker} | ${process} | ${shared} | ${formatNumbers(attempts)} |`
  );
  const head = ['| threat | `"worker"` | `"process"` | `{ shared }` | attempts |', "| - | - | - | - | - |"];
  return [...head, ...rows].join("\n");
}

/** Numbers, runs of them in short: `1-3, 7`. */
export function formatNumbers(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const each of [...numbers].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === each - 1) last[1] = each;
    else runs.push([each, each]);
  }
  return runs.map(([first, last]) => first === last ? `${first}` : `${first}-${last}`).join(", ") || "none";
}

/** The page with the table in its place. @throws {Error} If it has no place for it. */
export function fillPage(page: string, table: string): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`Cannot fill ${PAGE}: it has the lines ${BEGIN} and ${END} in this order`);
  }
  return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`;
}

/** Where table and attempts contradict each other, as sentences. */
export function contradictions(promises: readonly Promised[], attempts: readonly Attempt[]): string[] {
  const named = promises.flatMap((each) => each.attempts);
  const found = named.filter((id, at) => named.indexOf(id) !== at).map((id) => `attempt ${id} is in two rows`);
  for (const { id, notPromisedBy = [] } of attempts) {
    const row = promises.find((each) => each.attempts.includes(id));
    if (row === undefined) found.push(`attempt ${id} is in no row`);
    else {
      for (const wall of ["worker", "process", "shared"] satisfies RealWall[]) {
        const said = row[wall] ?? row.process;
        if (said.startsWith("not held") !== notPromisedBy.includes(wall)) {
          found.push(`attempt ${id} and its row differ about the wall ${wall}`);
        }
      }
    }
  }
  const known = new Set(attempts.map(({ id }) => id));
  return [...found, ...named.filter((id) => !known.has(id)).map((id) => `there is no attempt ${id}`)];
}

if (import.meta.main) {
  const path = `${ROOT}/${PAGE}`;
  const page = fillPage(await Deno.readTextFile(path), formatPromises(PROMISES));
  if (Deno.args.includes("--write")) await Deno.writeTextFile(path, page);
}
