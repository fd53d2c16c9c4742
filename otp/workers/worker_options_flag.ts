import { fork } from "node:child_process";
import { ArgumentError } from "../processes/errors.ts";

const FLAG = "--unstable-worker-options";

let known = false;
let asking: Promise<void> | undefined;

/**
 * Whether workers may be given rights of their own. Deno ends the whole program where they may not, and has no way to ask;
 * but it hands its own flags on to a program that is forked, and these can be read. Where nothing may be run, it stays open.
 *
 * @returns Nothing if it is known that they may, or cannot be known.
 * @throws {ArgumentError} As a rejection, if they may not.
 */
export function workerOptionsCheck(): Promise<void> | undefined {
  if (known || Deno.permissions.querySync({ name: "run" }).state !== "granted") return undefined;
  return asking ??= check();
}

async function check(): Promise<void> {
  const child = fork("data:application/javascript,", [], { silent: true }); // a program that does nothing
  await new Promise((resolve) => child.once("close", resolve).once("error", resolve));
  checkFlags(child.spawnargs);
  known = true;
}

/** Throws unless the flag is among the arguments. */
export function checkFlags(args: readonly string[]): void {
  if (args.includes(FLAG) || args.includes("--unstable")) return;
  throw new ArgumentError("place a process in a worker", {
    rule: `Deno runs with ${FLAG}, or with "unstable": ["worker-options"] in deno.json`,
    value: args.filter((arg) => arg.startsWith("--unstable")),
  });
}
