import type { SandboxFailureKind } from "../limits/sandbox_error.ts";
import { type Attempt, fill } from "./attempt.ts";

/** What a host tells of one attempt. */
export interface Report {
  /** What the guest's probes saw, one text each. */
  readonly answers?: readonly string[];
  /** What the host was told instead. */
  readonly failure?: { readonly kind: SandboxFailureKind | "other"; readonly limit?: string; readonly message: string };
  /** What the guest wrote on its console. */
  readonly lines: readonly string[];
  /** What on the host is not as it was. */
  readonly tripped: readonly string[];
  /** How late a timer of the host was meanwhile, in milliseconds. */
  readonly lateMs: readonly number[];
  /** How long it took, in milliseconds. */
  readonly tookMs: number;
}

/** How an attempt came out. */
export interface Verdict {
  /** `unclear` is neither: nothing got out, and the refusal is not the one that was stated. */
  readonly outcome: "contained" | "escaped" | "unclear";
  /** The refusal, or how it got out. */
  readonly why: string;
}

/** Judges an attempt. `tripped` is what the bait outside says. */
export function judge(
  attempt: Attempt,
  { report, tripped, bait }: {
    readonly report: Report;
    readonly tripped: readonly string[];
    readonly bait: Readonly<Record<string, string>>;
  },
): Verdict {
  const proven = [...report.tripped, ...tripped];
  const { answers = [], failure } = report;
  const refused = (at: number) => (attempt.probes[at]?.refused ?? []).map((text) => fill(text, bait));
  const odd = answers.findIndex((text, at) => !refused(at).includes(text));
  answers.forEach((text, at) => {
    if (text.startsWith("gave PROOF") && !refused(at).includes(text)) proven.push(`way ${at + 1}: ${text.slice(11)}`);
  });
  if (proven.length > 0) return { outcome: "escaped", why: proven.join("; ") };
  if (failure !== undefined) return judgeFailure(attempt, failure);
  if (answers.length !== attempt.probes.length) return unclear(`${answers.length} of ${attempt.probes.length} answers`);
  if (odd >= 0) return unclear(`way ${odd + 1} ${answers[odd]}`);
  const [first = "nothing"] = answers;
  return { outcome: "contained", why: answers.length > 1 ? `${first} (and ${answers.length - 1} more)` : first };
}

function judgeFailure(attempt: Attempt, { kind, limit, message }: NonNullable<Report["failure"]>): Verdict {
  const told = limit === undefined ? kind : `${kind} ${limit}`;
  const stated = attempt.refusedBy?.some((each) =>
    each.host === kind && (each.limit === undefined || each.limit === limit)
  );
  return stated ? { outcome: "contained", why: `${told}: ${message}` } : unclear(`${told}: ${message}`);
}

function unclear(why: string): Verdict {
  return { outcome: "unclear", why };
}

/** The last line, and whether all is well: nothing got out, and all was refused in the words that were stated. */
export function conclude(verdicts: readonly Verdict[]): { readonly line: string; readonly ok: boolean } {
  const escaped = verdicts.filter(({ outcome }) => outcome === "escaped").length;
  return {
    line: `${verdicts.length} attempts, ${escaped} succeeded`,
    ok: verdicts.length > 0 && verdicts.every(({ outcome }) => outcome === "contained"),
  };
}
