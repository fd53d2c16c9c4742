import vm from "node:vm";

/** How long a turn may take, in milliseconds. */
export interface TurnLimit {
  /** What is allowed. */
  readonly limitMs: number;
  /** How long after that it is stopped. */
  readonly spareMs: number;
}

/** How long turns may follow on each other under one watch. */
export interface TurnsLimit extends TurnLimit {
  /** No turn begins later than so long after the first, in milliseconds. The stop comes so much later as well. */
  readonly windowMs: number;
}

let code: () => void = () => {};

/** A script sees nothing of a module: it comes back to us by a name that nobody else has. */
const FRAME = `sandbox.${crypto.randomUUID()}`;
Object.defineProperty(globalThis, FRAME, { value: () => code() });
const script = new vm.Script(`globalThis[${JSON.stringify(FRAME)}]()`, { filename: "turn" });

/** Runs one turn; see {@linkcode runTurns}. */
export function runTurn(body: () => void, limit: TurnLimit): boolean {
  let turn: (() => void) | undefined = body;
  const next = () => {
    const first = turn;
    turn = undefined;
    return first;
  };
  return runTurns(next, { ...limit, windowMs: 0 });
}

/**
 * Runs turns one after the other, each for so long, then stops it wherever it is; tells whether the last came to its end.
 * What one throws is thrown, and it is the last. `next` gives them: asked first, and after each turn, with how long the
 * window is still open. It may wait so long: what stops turns is a thread, and to begin one takes about as long as to send
 * a message.
 *
 * Where the thread strikes just as the code has ended, it hits whatever runs next, and that is the end of the worker. So
 * a turn that ends after its time is not let out but by the stop itself, which comes a while later than the time is over.
 */
export function runTurns(next: (leftMs: number) => (() => void) | undefined, limit: TurnsLimit): boolean {
  for (let give = next;;) {
    const { isEnded, late } = runFrame(give, limit);
    if (late === undefined) return isEnded;
    let first: (() => void) | undefined = late;
    give = (leftMs) => {
      const turn = first ?? next(leftMs);
      first = undefined;
      return turn;
    };
  }
}

/** What came of the turns under one watch. */
interface Frame {
  readonly isEnded: boolean;
  /** One that was given when the window was closed: it has another watch. */
  readonly late: (() => void) | undefined;
}

function runFrame(
  next: (leftMs: number) => (() => void) | undefined,
  { limitMs, spareMs, windowMs }: TurnsLimit,
): Frame {
  let isTurn = false;
  let late: (() => void) | undefined;
  let failure: { readonly error: unknown } | undefined;
  const began = performance.now();
  const closesAt = began + windowMs;
  const run = (turn: () => void, endsAt: number) => {
    isTurn = true;
    try {
      turn();
    } catch (error) {
      failure = { error };
    }
    if (performance.now() > endsAt) waitForTheStop();
    isTurn = false;
  };
  const runAll = () => {
    for (let isFirst = true; failure === undefined; isFirst = false) {
      const turn = next(isFirst ? windowMs : Math.max(0, closesAt - performance.now()));
      if (turn === undefined) return;
      const now = isFirst ? began : performance.now();
      if (now > closesAt) return void (late = turn);
      run(turn, now + limitMs);
    }
  };
  code = () => {
    try {
      runAll();
    } catch (error) { // of who gives the turns
      failure = { error };
    }
    if (performance.now() > closesAt + limitMs) waitForTheStop(); // the machine stood still while nothing ran
  };
  try {
    script.runInThisContext({ timeout: Math.ceil(windowMs + limitMs + spareMs) });
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
    return { isEnded: !isTurn, late };
  }
  if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
  return { isEnded: true, late };
}

function waitForTheStop(): never {
  for (;;);
}
