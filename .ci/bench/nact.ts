import type { Peer } from "./types.ts";

/** The part of `nact` that is measured; spelled out here so that nobody has to install it to check types. */
interface Nact {
  start(): object;
  stop(system: object): void;
  spawn(parent: object, handle: (state: number, message: Query | undefined) => number, name?: string): object;
  query(actor: object, message: (sender: object) => Query, timeoutMs: number): Promise<number>;
  dispatch(actor: object, message?: number): void;
}
interface Query {
  sender: object;
}

const VERSION = "7.6";
const QUERIES = 100_000;
const DISPATCHES = 100_000;

let library: Nact | undefined;

/** The actor library `nact` as the peer of a row in `calls/s`: sequential queries to one actor that counts. */
export const nactCalls: Peer = { name: "nact", install: load, run: countQueries };

/** The same in `casts/s`: dispatches to one actor, and a query behind them that shows that all were handled. */
export const nactCasts: Peer = { name: "nact", install: load, run: countDispatches };

async function load(): Promise<boolean> {
  // Computed, so that the package belongs to no module graph and to no lock file.
  const specifier = ["npm:nact", VERSION].join("@");
  library ??= await import(specifier) as Nact;
  return true;
}

/** Runs some work against an actor that counts what it gets and answers queries. */
async function withCounter(work: (nact: Nact, counter: object) => Promise<number>): Promise<number> {
  if (!library) throw new Error("Cannot run nact: it is installed first");
  const { start, stop, spawn, dispatch } = library;
  const system = start();
  const counter = spawn(system, (count = 0, message) => {
    if (message) dispatch(message.sender, count);
    return count + 1;
  });
  const started = performance.now();
  const done = await work(library, counter);
  const seconds = (performance.now() - started) / 1000;
  stop(system);
  return done / seconds;
}

function countQueries(): Promise<number> {
  return withCounter(async ({ query }, counter) => {
    for (let i = 0; i < QUERIES; i++) await query(counter, (sender) => ({ sender }), 5000);
    return QUERIES;
  });
}

function countDispatches(): Promise<number> {
  return withCounter(async ({ dispatch, query }, counter) => {
    for (let i = 0; i < DISPATCHES; i++) dispatch(counter);
    const handled = await query(counter, (sender) => ({ sender }), 60_000);
    if (handled !== DISPATCHES) throw new Error(`Cannot count: ${DISPATCHES} were sent and ${handled} handled`);
    return DISPATCHES;
  });
}
