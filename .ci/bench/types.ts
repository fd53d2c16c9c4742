/** A figure that this repository promises, and how it is measured. */
export interface BenchRow {
  /** `package/what`, unique in the repository. */
  name: string;
  /** What the figures count: `calls/s`, `ms`, `bytes`. */
  unit: string;
  /** The ratio ours to peer that is promised; with `goalIs: "absolute"` the figure itself. */
  goal?: number;
  /** @default {"ratio"} */
  goalIs?: "ratio" | "absolute";
  /** The goal is a ceiling, not a floor. @default {false} */
  lowerIsBetter?: boolean;
  /** Rounds that are not counted: work in many parts is optimized late. @default {1} */
  warmUps?: number;
  /** Measured rounds after the warm-up; the median counts. At least 5. @default {5} */
  rounds?: number;
  /** Measures once and gives the figure in `unit`. */
  ours: () => number | Promise<number>;
  /** Something else that does the same work on the same machine in the same run. */
  peer?: Peer;
}

/** What a row is compared with. */
export interface Peer {
  name: string;
  /** Makes the peer ready. `false` or an error, whose message is the reason: it cannot be run here. */
  install?: () => Promise<boolean>;
  /** Measures once and gives the figure in the row's unit. */
  run: () => number | Promise<number>;
}

/** What came out, as `--json` prints it. */
export interface BenchResult {
  name: string;
  unit: string;
  ours: number;
  peer: number | null;
  peerName: string | null;
  ratio: number | null;
  goal: number | null;
  /** `null` where there is no goal, or nothing to hold against it. */
  met: boolean | null;
  /** Why a peer was not run. */
  note?: string;
}
