import type { ProcessFacts, Who } from "@superlearner/otp/simulation";

/** Whether a process is one of those that are meant. */
export function isMeant(who: Who, facts: ProcessFacts): boolean {
  if (typeof who === "function") return who(facts);
  const wanted: readonly string[] = typeof who === "string" ? [who] : who;
  return wanted.includes(facts.pid) || (facts.name !== undefined && wanted.includes(facts.name)) ||
    wanted.includes(facts.module);
}
