import type { SandboxFailureKind } from "../limits/sandbox_error.ts";

/** The walls that attempts are made on; `open` is none at all, which the harness is tested with. */
export type WallName = "worker" | "process" | "shared" | "open";

/** A wall that holds something. */
export type RealWall = Exclude<WallName, "open">;

/** What the host's error is when it refuses: the kind, and of a limit its name. */
export interface HostRefusal {
  readonly host: SandboxFailureKind;
  /** Of `limit_exceeded`: which. */
  readonly limit?: string;
}

/** One way in that an attempt tries, and the exact answer that counts as a refusal. */
export interface Probe {
  /** Body of an asynchronous function of the guest. `proof(x)` in it means: whoever comes to here has won. */
  readonly code: string;
  /** What the guest must see: `"threw ReferenceError: Deno is not defined"`, `"gave undefined"`. */
  readonly refused: readonly string[];
}

/** Something a guest tries to get out with, or to bring the host down with. */
export interface Attempt {
  /** 1 to 82 are those of the reference; from 101 on our own. */
  readonly id: number;
  /** Of what kind. */
  readonly category: string;
  /** What is tried, in few words. */
  readonly title: string;
  /** Top level of the guest's main module: static imports, changes to the realm. */
  readonly top?: string;
  /** Further modules of the guest, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the specifiers of `import()` in the probes stay literal, and so are looked at when it is compiled. @default {false} */
  readonly literal?: boolean;
  /** Tried in turn within one sandbox. */
  readonly probes: readonly Probe[];
  /** What is granted. @default {"none"} */
  readonly permissions?: Readonly<Record<string, readonly string[]>>;
  /** Limits that differ from the harness's. */
  readonly limits?: Readonly<Record<string, number>>;
  /** The host itself must refuse, with one of these; without it the probes' answers are awaited. */
  readonly refusedBy?: readonly HostRefusal[];
  /** Within which time the answer must be there. @default {5000} */
  readonly deadlineMs?: number;
  /** How long to wait after its end before all is looked at, in milliseconds. @default {0} */
  readonly lingerMs?: number;
  /** What the host does instead of calling the guest's `attempt`. */
  readonly act?: string;
  /** Walls that do not promise to hold it; `WALLS.md` says so. */
  readonly notPromisedBy?: readonly RealWall[];
  /** Made to exhaust something: what is left behind afterwards is looked at, and how the host kept time meanwhile. */
  readonly exhausts?: boolean;
  /** Would do harm beyond the host if nothing held it, and so is not made without a wall. @default {as `exhausts`} */
  readonly harmful?: boolean;
  /** Part of the quick subset that the gate runs. @default {unless it `exhausts`} */
  readonly quick?: boolean;
}

/** A probe. The refusals are what the guest must see, any of them. */
export function probe(code: string, ...refused: (string | readonly string[])[]): Probe {
  return { code, refused: refused.flat() };
}

/** The guest sees that there is no such global. */
export function noGlobal(name: string): string {
  return `threw ReferenceError: ${name} is not defined`;
}

/** Probes of names that must not be there. */
export function absent(...names: string[]): Probe[] {
  return names.map((name) =>
    probe(`return typeof ${name} === "undefined" ? undefined : proof(typeof ${name})`, "gave undefined")
  );
}

/** The main module of the guest for an attempt, with the bait's places filled in. */
export function guestSource(attempt: Attempt, bait: Readonly<Record<string, string>>): string {
  return fill(
    `${attempt.top ?? ""}
const ways = [${attempt.probes.map(({ code }) => `async () => { ${unread(code, attempt)}\n}`).join(",\n")}];
function told(value) {
  if (typeof value === "string") return value;
  if (typeof value === "function") return "function " + value.name;
  try { return typeof value === "object" && value !== null ? JSON.stringify(value) ?? "a thing" : String(value) }
  catch { return "a thing that cannot be told" }
}
function proof(value) { return "PROOF " + told(value) }
export async function attempt() {
  let answers = "";
  for (const way of ways) {
    let answer;
    try { answer = "gave " + told(await way()) }
    catch (error) { answer = "threw " + told(error?.name ?? error) + ": " + told(error?.message) }
    answers += (answers === "" ? "" : "\\n@@") + answer;
  }
  return answers;
}
`,
    bait,
  );
}

/** An `import()` whose specifier nobody can read off the source, so that it is refused when it is called. */
function unread(code: string, { literal = false }: Attempt): string {
  return literal ? code : code.replaceAll(/\bimport\((?=["'])/g, 'import("" + ');
}

/** Fills in `%FILE%` and the like. */
export function fill(text: string, bait: Readonly<Record<string, string>>): string {
  return text.replaceAll(/%([A-Z]+)%/g, (found, name: string) => bait[name] ?? found);
}

/** The answers of the guest, one for each probe. */
export function readAnswers(text: unknown): string[] {
  return String(text).split("\n@@");
}
