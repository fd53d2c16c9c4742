/** How often it beats, in milliseconds. */
const BEAT_MS = 2;

/** So many beats without a run, and it ends by itself: an idle program must not be kept from ending. */
const QUIET_BEATS = 1000;

const BEATS = 0;
/** Odd while something runs. */
const RUNS = 1;
/** Which thread is to beat. */
const WANTED = 2;
/** Which thread beats. */
const ALIVE = 3;

const cells = new Int32Array(new SharedArrayBuffer(16));

/** What the thread runs: it needs no permission, and knows nothing of us but four numbers. */
const SOURCE = `onmessage = ({ data: { cells, me } }) => {
  let quiet = 0, runs = -1;
  Atomics.store(cells, ${ALIVE}, me);
  while (Atomics.load(cells, ${WANTED}) === me && quiet < ${QUIET_BEATS}) {
    const now = Atomics.load(cells, ${RUNS});
    quiet = now === runs && now % 2 === 0 ? quiet + 1 : 0;
    runs = now;
    Atomics.add(cells, ${BEATS}, 1);
    Atomics.wait(cells, ${WANTED}, me, ${BEAT_MS});
  }
  Atomics.store(cells, ${ALIVE}, 0);
  postMessage("ended");
  close();
}`;

let worker: { readonly ended: Promise<void> } | undefined;
let users = 0;

/** See {@linkcode ticker}. */
export interface Ticker {
  /** The first cell is the count. */
  readonly beats: Int32Array;
  /** Whether it counts. */
  readonly beating: boolean;
  /** Somebody needs it from now on. */
  join(): void;
  /** Somebody needs it no more; the last one ends it. */
  leave(): void | Promise<void>;
  /** Something begins or ends to run. */
  note(): void;
  /** Begins to count, unless it does. */
  begin(): void;
}

/**
 * A thread that counts, for all Systems of the isolate. Reading its count costs a hundredth of reading a clock. It is
 * begun when something has run so long that it matters.
 */
export const ticker: Ticker = {
  beats: cells,
  get beating(): boolean {
    return cells[ALIVE] !== 0 && cells[ALIVE] === cells[WANTED];
  },
  join(): void {
    users++;
  },
  leave(): void | Promise<void> {
    if (--users > 0 || worker === undefined) return;
    Atomics.add(cells, WANTED, 1);
    Atomics.notify(cells, WANTED);
    return worker.ended;
  },
  note(): void {
    cells[RUNS]!++;
  },
  begin(): void {
    if (worker !== undefined || users === 0) return;
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const thread = new Worker(`data:text/javascript,${encodeURIComponent(SOURCE)}`, { type: "module" });
    const self = worker = { ended };
    const end = () => {
      thread.terminate();
      if (worker === self) worker = undefined;
      resolve();
    };
    thread.onmessage = end;
    thread.onerror = (event) => (event.preventDefault(), end());
    thread.postMessage({ cells, me: Atomics.add(cells, WANTED, 1) + 1 });
  },
};

/** Never counts, and costs no thread: then the clock is read after each message. */
export const stillTicker: Ticker = {
  beats: new Int32Array(1),
  beating: false,
  join() {},
  leave() {},
  note() {},
  begin() {},
};
