import { listProcesses, type System } from "@superlearner/otp";

/** How many messages wait for the process that has most of them. */
export function longestMailbox(system: System): number {
  let longest = 0;
  for (const { mailboxLength } of listProcesses(system, { memory: false })) longest = Math.max(longest, mailboxLength);
  return longest;
}
