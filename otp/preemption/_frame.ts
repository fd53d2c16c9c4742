import vm from "node:vm";

/**
 * How long before its limit code that comes to its end is kept waiting for it, in milliseconds. What stops the code is
 * another thread; where it strikes just as the code has ended, it would hit whatever runs next, and all promises of the
 * program would be lost. So near the limit nothing is let out but by the stop itself.
 */
const EDGE_MS = 20;

/** How long past what is allowed the limit of a frame is, so that nobody who keeps to it comes near its edge. */
export const SPARE_MS: number = EDGE_MS + 5;

let code: () => void = () => {};
let inside = false;

/** A script sees nothing of a module: it comes back to us by a name that nobody else has. */
const script = new vm.Script(`globalThis[${JSON.stringify(shareCode())}]()`);

/** Whether the code that asks is watched. */
export function isWatched(): boolean {
  return inside;
}

/** Runs code for so long, then stops it wherever it is. Returns whether it came to its end; it must not throw. */
export function runInFrame(body: () => void, limitMs: number): boolean {
  let ended = false;
  const edge = performance.now() + limitMs - EDGE_MS;
  code = () => {
    body();
    ended = true;
    if (performance.now() > edge) waitForTheStop();
  };
  inside = true;
  try {
    script.runInThisContext({ timeout: limitMs });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
  } finally {
    inside = false;
  }
  return ended;
}

function waitForTheStop(): never {
  for (;;);
}

function shareCode(): string {
  let name = "superlearner.preemption";
  while (name in globalThis) name += "+"; // another copy of this module
  Object.defineProperty(globalThis, name, { value: () => code() });
  return name;
}
