/** Waits in real time: threads and processes of the operating system know no other. */
export function pause(ms: number): Promise<void> {
  // deno-lint-ignore superlearner/test-sleep -- what has been ended is watched for a while
  return new Promise((done) => setTimeout(done, ms));
}
