/** The host of the attempts: a process of its own, so that one that dies of an attempt can be told from one that does not. */
import { ATTEMPTS } from "./attempts/all_suite.ts";
import type { Places, Secrets } from "./bait.ts";
import type { RealWall } from "./attempt.ts";
import { type Cage, OpenCage } from "./cage.ts";
import { HostCanaries } from "./host_canaries.ts";
import { readLines, writeLine } from "./json_lines.ts";
import { makeAttempt } from "./one_attempt.ts";
import { SandboxCage } from "./sandbox_cage.ts";

/** What a host is told first. */
export interface HostStart {
  /** Where the bait is. */
  readonly places: Places;
  /** What must not get inside. */
  readonly secrets: Secrets;
}

async function main(wall: string, port: number): Promise<void> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = readLines(connection);
  const { places, secrets } = (await lines.next()).value as HostStart;
  await using canaries = await HostCanaries.plant(secrets);
  const cage: Cage = wall === "open"
    ? new OpenCage(places["SCRATCH"]!)
    : new SandboxCage(canaries.system, wall as RealWall);
  const files = { "/main.ts": `const kept = ${JSON.stringify(secrets["sibling"])}; export const secret = () => kept;` };
  const sibling = wall === "open"
    ? undefined
    : await cage.hold({ name: "sibling", source: { files }, permissions: {}, limits: {} });
  await writeLine(connection, "ready");
  for await (const id of lines) {
    const attempt = ATTEMPTS.find((each) => each.id === id)!;
    await writeLine(connection, await makeAttempt(attempt, { cage, canaries, places, secrets, sibling }));
  }
  await sibling?.destroy();
  await cage[Symbol.asyncDispose]();
}

if (import.meta.main) {
  await main(Deno.args[0]!, Number(Deno.args[1]));
  // Whatever a guest left running must not keep it.
  Deno.exit(0);
}
