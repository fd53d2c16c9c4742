import { assertEquals } from "./assert_equals.ts";
import { checkKnown } from "./check_asked.ts";
import type { SubmittedProcess } from "./submitted_process.ts";

/** What a server is asked, and how. */
export interface ReplyOptions {
  /** What it is asked with. @default {undefined} */
  readonly payload?: unknown;
  /** What it is to answer. */
  readonly expected: unknown;
}

/** Asserts what a server answers. @throws {AssertionError} If it is something else. */
export async function assertReply(server: SubmittedProcess, kind: string, options: ReplyOptions): Promise<void> {
  const { payload, expected } = checkKnown(options, { payload: true, expected: true });
  assertEquals(await server.call(kind, payload), expected, `The reply to ${kind}`);
}

/** Asserts what the state of a server is, once it has done what it was told. @throws {AssertionError} If it is another. */
export async function assertState(server: SubmittedProcess, expected: unknown): Promise<void> {
  assertEquals(await server.state(), expected, "The state");
}

/** Asserts that a process dies, and of what. @throws {AssertionError} If it dies of something else. */
export async function assertExited(process: SubmittedProcess, reason: unknown): Promise<void> {
  assertEquals(await process.exited(), reason, "The reason of the exit");
}

/** Kills a process and asserts that its supervisor puts another in its place, which it gives. */
export async function assertRestarted(process: SubmittedProcess): Promise<SubmittedProcess> {
  await process.exit("kill");
  return await process.restarted();
}
