import type { Peer } from "./types.ts";

/** The part of `nact` that is measured; spelled out here so that nobody has to install it to check types. */
interface Nact {
  start(): object;
  stop(system: object): void;
  spawn(parent: object, handle: (state: number, message: Query) => number, name?: string): object;
  query(actor: object, message: (sender: object) => Query, timeoutMs: number): Promise<number>;
  dispatch(actor: object, message: number): void;
}
interface Query {
  sender: object;
}

const VERSION = "7.6";
const QUERIES = 100_000;

let library: Nact | undefined;

/** The actor library `nact` as the peer of a row in `calls/s`: sequential queries to one actor that counts. */
export const nact: Peer = { name: "nact", install: load, run: countQueries };

async function load(): Promise<boolean> {
  // Computed, so that the package belongs to no module graph and to no lock file.
  const specifier = ["npm:nact", VERSION].join("@");
  library ??= await import(specifier) as Nact;
  return true;
}

async function countQueries(): Promise<number> {
  if (!library) throw new Error("Cannot run nact: it is installed first");
  const { start, stop, spawn, query, dispatch } = library;
  const system = start();
  const counter = spawn(system, (count, { sender }) => {
    dispatch(sender, count);
    return count + 1;
  });
  const started = performance.now();
  for (let i = 0; i < QUERIES; i++) await query(counter, (sender) => ({ sender }), 5000);
  const seconds = (performance.now() - started) / 1000;
  stop(system);
  return QUERIES / seconds;
}
