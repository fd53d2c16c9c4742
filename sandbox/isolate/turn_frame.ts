import vm from "node:vm";

/** How long a turn may take, in milliseconds. */
export interface TurnLimit {
  /** What is allowed. */
  readonly limitMs: number;
  /** How long after that it is stopped. */
  readonly spareMs: number;
}

let code: () => void = () => {};

/** A script sees nothing of a module: it comes back to us by a name that nobody else has. */
const FRAME = `sandbox.${crypto.randomUUID()}`;
Object.defineProperty(globalThis, FRAME, { value: () => code() });
const script = new vm.Script(`globalThis[${JSON.stringify(FRAME)}]()`, { filename: "turn" });

/**
 * Runs code for so long, then stops it wherever it is; tells whether it came to its end. What it throws is thrown.
 *
 * What stops it is another thread. Where that strikes just as the code has ended, it hits whatever runs next, and that is
 * the end of the worker. So code that ends after its time is not let out but by the stop itself, which comes a while later
 * than the time is over.
 */
export function runTurn(body: () => void, { limitMs, spareMs }: TurnLimit): boolean {
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  const edge = performance.now() + limitMs;
  code = () => {
    try {
      body();
      ended = true;
    } catch (error) {
      failure = { error };
    }
    if (performance.now() > edge) waitForTheStop();
  };
  try {
    script.runInThisContext({ timeout: Math.ceil(limitMs + spareMs) });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return false;
  }
  if (failure !== undefined) throw failure.error;
  return ended;
}

function waitForTheStop(): never {
  for (;;);
}
