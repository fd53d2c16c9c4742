import type { Peer } from "./types.ts";

/** The part of `xstate` that is measured; spelled out here so that nobody has to install it to check types. */
interface XState {
  createActor(logic: object): {
    start(): void;
    stop(): void;
    send(event: object): void;
    getSnapshot(): { context: number };
  };
  fromTransition(transition: (state: number, event: object) => number, initial: number): object;
}

const VERSION = "5.33";
const EVENTS = 1_000_000;

let library: XState | undefined;

/** `xstate` as the peer of a row in `casts/s`: events to one actor that counts, each handled within `send`. */
export const xstateCasts: Peer = { name: "xstate", install: load, run: countEvents };

async function load(): Promise<boolean> {
  // Computed, so that the package belongs to no module graph and to no lock file.
  const specifier = ["npm:xstate", VERSION].join("@");
  library ??= await import(specifier) as XState;
  return true;
}

function countEvents(): number {
  if (!library) throw new Error("Cannot run xstate: it is installed first");
  const counter = library.createActor(library.fromTransition((count) => count + 1, 0));
  counter.start();
  const event = { type: "increment" };
  const started = performance.now();
  for (let i = 0; i < EVENTS; i++) counter.send(event);
  const seconds = (performance.now() - started) / 1000;
  const handled = counter.getSnapshot().context;
  counter.stop();
  if (handled !== EVENTS) throw new Error(`Cannot count: ${EVENTS} events were sent and ${handled} handled`);
  return EVENTS / seconds;
}
