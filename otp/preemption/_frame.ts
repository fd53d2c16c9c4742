import vm from "node:vm";

/** How long code may run, in milliseconds. */
export interface Limit {
  /** What is allowed. */
  readonly limitMs: number;
  /**
   * How long after that it is stopped. What stops it is another thread; where that strikes just as the code has ended, it
   * hits whatever runs next, and all promises that are due are lost. So code that ends after `limitMs` is not let out but
   * by the stop itself; and of code that ends before, the thread is told in time, unless the program stands still for so
   * long at that very moment.
   */
  readonly spareMs: number;
}

let code: () => void = () => {};
let inside = false;

/** A script sees nothing of a module: it comes back to us by a name that nobody else has. */
const script = new vm.Script(`globalThis[${JSON.stringify(shareCode())}]()`, { filename: import.meta.url });

/** Whether the code that asks is watched. */
export function isWatched(): boolean {
  return inside;
}

/** Nothing is watched any more: a stop came so late that it has hit what follows on the code. */
export function leaveFrame(): void {
  inside = false;
}

/** Runs code for so long, then stops it wherever it is. Returns whether it came to its end; it must not throw. */
export function runInFrame(body: () => void, { limitMs, spareMs }: Limit): boolean {
  let ended = false;
  const edge = performance.now() + limitMs;
  code = () => {
    body();
    ended = true;
    if (performance.now() > edge) waitForTheStop();
  };
  inside = true;
  try {
    script.runInThisContext({ timeout: Math.ceil(limitMs + spareMs) });
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
