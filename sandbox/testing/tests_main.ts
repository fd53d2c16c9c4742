/** The inside of the sandbox of tests: what they import, and what the host calls. Bundled; see `.ci/`. */
import { session } from "./session.ts";
import type { Answer, PlannedTest, TestEvent, Told } from "./protocol.ts";

export * from "./mod.ts";

/** Takes the word of the run. */
export const seal = (secret: string): void => session.seal(secret);
/** All tests. */
export const plan = (secret: string): Told<readonly PlannedTest[]> => session.plan(secret);
/** Begins one. */
export const begin = (secret: string, at: number): Told<null> => session.begin(secret, at);
/** What it tells. */
export const next = (secret: string): Promise<Told<readonly TestEvent[]>> => session.next(secret);
/** Answers it. */
export const answer = (secret: string, id: number, said: Answer): Told<null> => session.answer(secret, id, said);
