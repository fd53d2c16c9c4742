import { SandboxError } from "../limits/sandbox_error.ts";
import type { GradeResult } from "./grade_result.ts";
import { Grading, type GradingOptions, Unsettled } from "./grading.ts";
import type { SharedRoom } from "./shared_room.ts";
import type { SubmissionModules } from "./submission_modules.ts";

/** How a submission is graded. */
export interface GradeFairlyOptions extends GradingOptions {
  /** The process that submissions share; none, where each has its own wall. */
  readonly room: SharedRoom | undefined;
}

/**
 * Grades a submission. In a process that others share, one of them may have ended it, taken its memory or its time, and nobody
 * can say who. So only that all has passed is taken from there: whatever else comes of it is thrown away, and the submission is
 * graded from its first test on in a process of its own.
 */
export async function gradeFairly(
  submission: SubmissionModules,
  { room, ...options }: GradeFairlyOptions,
): Promise<GradeResult> {
  const { system } = options.host;
  const began = system.now();
  if (room !== undefined && submission.diagnostics.length === 0 && await isThere(room)) {
    try {
      return await graded(submission, options);
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
    }
  }
  const isolation = room === undefined ? options.isolation : "process";
  const result = await graded(submission, { ...options, isolation });
  return { ...result, timeMs: Math.round(system.now() - began) };
}

async function graded(submission: SubmissionModules, options: GradingOptions): Promise<GradeResult> {
  await using grading = new Grading(options);
  return await grading.grade(submission);
}

async function isThere(room: SharedRoom): Promise<boolean> {
  try {
    await room.hold();
    return true;
  } catch (error) {
    if (error instanceof SandboxError) return false; // who shares it may have ended it as it came up
    throw error;
  }
}
