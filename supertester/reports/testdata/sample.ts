import type { ChaosData, ChaosEvent } from "../../results/chaos_data.ts";
import type { PerformanceData } from "../../results/performance_data.ts";
import type { TestResult } from "../../results/result.ts";
import type { ScheduleStep, SimulationData } from "../../results/simulation_data.ts";
import type { Report, TestRecord } from "../report.ts";
import { type HistoryRun, unsteadyTests } from "../test_history.ts";
import { reportOf, testRecord } from "./records.ts";

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A text that breaks what does not escape: signs of HTML, XML, Markdown and terminals. */
export const NASTY = "</script><b>&\"'`|]]>*%0A:: \x1b[31mred\x1b[0m \x00\ud800 ä€😀";

const timeline: ChaosEvent[] = Array.from({ length: 20 }, (_, round) => {
  const atMs = round * 3_000;
  const child = ["cart", "stock", "mail"][round % 3]!;
  const pid = `<0.${40 + round}.0>`;
  return [
    { atMs, event: "kill", pid, child, reason: "kill" },
    { atMs: atMs + 1, event: "crash", pid, child, reason: "kill" },
    { atMs: atMs + 20 + round * 7, event: "recovery", pid: `<0.${41 + round}.0>`, child },
  ] satisfies ChaosEvent[];
}).flat();

/** What a minute of chaos found. */
export const chaosData: ChaosData = {
  crashes: 20,
  recoveries: 20,
  failures: 0,
  kills: 20,
  timeToRecoverMs: { p50: 85.5, p95: 145, p99: 152, max: 152 },
  supervisorCrashed: false,
  durationMs: 60_000,
  seed: 42,
  timeline,
  scenarios: [
    { name: "kill half", passed: true, durationMs: 30_000 },
    { name: "partition", passed: false, durationMs: 30_000, reason: "no leader after 5,000 ms" },
  ],
};

const values = Array.from({ length: 30 }, (_, run) => (run < 20 ? 100 : 150) + (run * 7) % 5);

/** What a measurement found, with a change for the worse. */
export const performanceData: PerformanceData = {
  metrics: {
    timeMs: {
      unit: "ms",
      count: 30,
      min: 148,
      max: 160,
      mean: 151,
      median: 150,
      p95: 158,
      p99: 160,
      mad: 2,
      samples: values.map((value) => value + 48),
    },
    heapBytes: {
      unit: "bytes",
      count: 30,
      min: 2_000_000,
      max: 2_200_000,
      mean: 2_100_000,
      median: 2_097_152,
      p95: 2_190_000,
      p99: 2_200_000,
      mad: 9_000,
    },
  },
  bounds: [
    { name: "maxTimeMs", limit: 100, actual: 150, unit: "ms", passed: false },
    { name: "maxHeapBytes", limit: 4_194_304, actual: 2_097_152, unit: "bytes", passed: true },
  ],
  trends: [{
    metric: "timeMs",
    unit: "ms",
    regressed: true,
    points: values.map((value, run) => ({
      commit: `${run}`.padStart(8, "c0ffee00"),
      at: AT - (30 - run) * 3.6e6,
      value,
    })),
    changes: [{ index: 20, before: 102, after: 152, worse: true, pValue: 0.0004 }],
  }],
  runs: 30,
  warmup: 5,
};

const steps: ScheduleStep[] = [
  {
    process: "test",
    event: "start",
    atMs: 0,
    sends: [{ to: "a", message: "withdraw 60" }, { to: "b", message: "withdraw 60" }],
  },
  {
    process: "a",
    event: "message",
    atMs: 0,
    message: "withdraw 60",
    from: "test",
    sentAt: 0,
    sends: [{ to: "account", message: "balance?" }],
  },
  {
    process: "b",
    event: "message",
    atMs: 0,
    message: "withdraw 60",
    from: "test",
    sentAt: 0,
    sends: [{ to: "account", message: "balance?" }],
  },
  {
    process: "account",
    event: "message",
    atMs: 0,
    message: "balance?",
    from: "a",
    sentAt: 1,
    sends: [{ to: "a", message: "100" }],
  },
  {
    process: "account",
    event: "message",
    atMs: 0,
    message: "balance?",
    from: "b",
    sentAt: 2,
    preempts: true,
    sends: [{ to: "b", message: "100" }],
  },
  {
    process: "a",
    event: "message",
    atMs: 0,
    message: "100",
    from: "account",
    sentAt: 3,
    sends: [{ to: "account", message: "set 40" }],
  },
  {
    process: "b",
    event: "message",
    atMs: 0,
    message: "100",
    from: "account",
    sentAt: 4,
    sends: [{ to: "account", message: "set 40" }, { to: "audit", message: "done", fate: "lost" }],
  },
  { process: "audit", event: "timer", atMs: 1_000, message: "tick", sends: [] },
  { process: "account", event: "message", atMs: 1_000, message: "set 40", from: "a", sentAt: 5, sends: [] },
  { process: "account", event: "message", atMs: 1_000, message: "set 40", from: "b", sentAt: 6, sends: [] },
  { process: "account", event: "exit", atMs: 1_000, message: "AssertionError: 20 were lost", sends: [] },
];

/** What a search over interleavings found: a lost update. */
export const simulationData: SimulationData = {
  line: "v1.account-keeps-its-money~1.AA.otp1:seed=7:by=pct-3-100:choices=0x3,1",
  seed: 7,
  strategy: "portfolio",
  runs: 1_834,
  failure: {
    kind: "thrown",
    class: "AssertionError",
    message: "Values are not equal\n\n-  40\n+  -20",
    run: 1_811,
    shrinkRuns: 23,
    minimal: true,
    deterministic: true,
    suspects: [],
  },
  steps,
  preemptions: 1,
};

/** One result of each kind, and one whose data nobody knows. */
export const results: TestResult[] = [
  {
    kind: "chaos",
    test: "shop survives",
    name: "half the children for a minute",
    passed: true,
    at: AT + 1,
    data: chaosData,
  },
  {
    kind: "performance",
    test: "checkout meets its SLA",
    name: "checkout",
    passed: false,
    at: AT + 2,
    data: performanceData,
    attachments: [{ name: "checkout.cpuprofile", mediaType: "application/json", text: '{"nodes":[]}' }],
  },
  {
    kind: "simulation",
    test: "account keeps its money",
    name: "two withdrawals",
    passed: false,
    at: AT + 3,
    data: simulationData,
  },
  {
    kind: "simulation",
    test: "account names its owner",
    name: "all orders",
    passed: true,
    at: AT + 4,
    data: {
      line: "",
      seed: 1,
      strategy: "exhaustive",
      runs: 412,
      coverage: "all 412 schedules",
      steps: [],
      preemptions: 0,
    },
  },
  { kind: "scenario", test: "shop survives", name: NASTY, passed: true, at: AT + 5, data: { anything: [1, NASTY] } },
];

const failure = {
  message: "AssertionError: Values are not equal",
  text: `AssertionError: Values are not equal\n\n-   40\n+   -20\n    at file:///shop/account_test.ts:12:3\n${NASTY}`,
};

/** Tests of three files: passed, failed, skipped, flaky, with steps. */
export const tests: TestRecord[] = [
  testRecord({
    file: "account_test.ts",
    name: "account keeps its money",
    line: 9,
    column: 6,
    outcome: "failed",
    durationMs: 812,
    counts: { passed: 0, failed: 1, skipped: 0 },
    failure,
  }),
  testRecord({ file: "account_test.ts", name: "account names its owner", line: 20, column: 6, durationMs: 0.4 }),
  testRecord({
    file: "account_test.ts",
    name: "account names its owner > by id",
    line: 21,
    column: 11,
    depth: 1,
    durationMs: 0.2,
  }),
  testRecord({ file: "nested/shop_test.ts", name: "shop survives", line: 4, column: 6, durationMs: 61 }),
  testRecord({ file: "nested/shop_test.ts", name: "checkout meets its SLA", line: 14, column: 6, durationMs: 4_700 }),
  testRecord({
    file: "nested/shop_test.ts",
    name: NASTY,
    line: 30,
    column: 6,
    outcome: "skipped",
    durationMs: 0,
    counts: { passed: 0, failed: 0, skipped: 1 },
  }),
  testRecord({
    file: "flaky_test.ts",
    name: "mail arrives",
    line: 3,
    column: 6,
    outcome: "failed",
    durationMs: 33,
    counts: { passed: 3, failed: 2, skipped: 0 },
    failure: { message: "Error: no mail", text: "Error: no mail" },
  }),
];

const history: HistoryRun[] = Array.from({ length: 24 }, (_, run) => ({
  at: AT - (24 - run) * 6e5,
  state: `commit-${Math.floor(run / 6)}`,
  tests: {
    "flaky_test.ts > mail arrives": [run % 5 === 3 ? "failed" : "passed", 30 + run % 7],
    "account_test.ts > account keeps its money": [run > 17 ? "failed" : "passed", 800],
  },
}));

/** A report with something of everything. */
export const sampleReport: Report = reportOf({
  title: "Shop",
  runs: 5,
  durationMs: 6_543,
  verdict: "failed",
  tests,
  results,
  histories: unsteadyTests(history),
  problems: ["Uncaught error from ./broken_test.ts\nError: module broken"],
});
