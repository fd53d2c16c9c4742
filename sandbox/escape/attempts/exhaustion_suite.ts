import { type Attempt, type HostRefusal, probe } from "../attempt.ts";
import { noGlobal } from "../refusals.ts";

const over = (...limits: string[]): HostRefusal[] => limits.map((limit) => ({ host: "limit_exceeded", limit }));
const turn = over("turnMs", "cpuMs", "wallMs");
const memory = [...over("heapMb", "memoryMb", "turnMs", "cpuMs"), { host: "crashed" } as HostRefusal];
const QUICK = [63, 64, 68];
const spin = (id: number, title: string, code: string): Attempt => ({
  id,
  category: "exhaustion",
  title,
  probes: [probe(`${code}; return "ended"`)],
  refusedBy: turn,
  exhausts: true,
  quick: QUICK.includes(id),
});

/** Loops of every kind: the turn's limit must end them. */
export const LOOPS: readonly Attempt[] = [
  spin(63, "an endless loop", `while (true) {}`),
  spin(160, "an endless loop in a finally", `try { while (true) {} } finally { while (true) {} }`),
  { ...spin(161, "an endless loop at the top level of a module", ""), top: "while (true) {}", probes: [] },
  { ...spin(162, "an endless loop after a top-level await", ""), top: "await null; while (true) {}", probes: [] },
  spin(
    64,
    "a storm of microtasks",
    `(function again() { Promise.resolve().then(again) })(); await new Promise(() => {})`,
  ),
  spin(163, "a loop after an await", `await 0; while (true) {}`),
  spin(
    164,
    "a storm of microtasks by queueMicrotask",
    `(function again() { queueMicrotask(again) })(); await new Promise(() => {})`,
  ),
  spin(68, "a regular expression that never ends", `/(a+)+$/.test("a".repeat(50) + "!")`),
  spin(165, "a replacer that never ends", `"x".replace(/x/, () => { while (true) {} })`),
  spin(166, "a sort whose comparator never ends", `[1, 2, 3].sort(() => { while (true) {} })`),
  spin(167, "a BigInt power", `(7n ** (10n ** 8n)).toString()`),
  spin(168, "a generator without end", `for (const _ of (function* () { while (true) yield 1 })());`),
  spin(169, "a Proxy without end", `const p = new Proxy({}, { get: () => p }); while (true) p.x`),
  spin(170, "Intl without end", `while (true) new Intl.Collator("de").compare("a", "b")`),
  spin(171, "a loop in a getter of the answer", `return { get x() { while (true) {} } }`),
  spin(172, "a loop in toString of a path", `await Deno.readTextFile({ toString() { while (true) {} } })`),
  spin(
    173,
    "a loop in the name of a thrown error",
    `throw { get name() { while (true) {} }, get message() { while (true) {} } }`,
  ),
  spin(174, "a loop within a timer", `await new Promise(() => setTimeout(() => { while (true) {} }, 1))`),
  spin(175, "a loop in then of the answer", `return { then() { while (true) {} } }`),
  spin(176, "a loop in a message of an error that the console shows", `console.log({ get x() { while (true) {} } })`),
  {
    id: 177,
    category: "exhaustion",
    title: "a loop in the handler of a server",
    top: `import { GenServer } from "@superlearner/otp";
const Spinner = GenServer.define({ name: "Spinner", init: () => 0, casts: { spin() { while (true) {} } } });
export const start = (system) => system.start(Spinner, { name: "spinner" });
import { system } from "@superlearner/sandbox/guest";`,
    probes: [probe(`system.whereis(Spinner, "spinner").cast("spin"); await new Promise(() => {})`)],
    refusedBy: turn,
    exhausts: true,
  },
];

/** Turns that are over, and code that is left from them. */
export const LEFTOVERS: readonly Attempt[] = [
  spin(
    195,
    "an endless loop with another one waiting behind it",
    `Promise.resolve().then(() => { while (true) {} }); queueMicrotask(() => { while (true) {} }); while (true) {}`,
  ),
  spin(
    196,
    "an endless loop with a storm of microtasks waiting behind it",
    `(function again() { Promise.resolve().then(again) })(); while (true) {}`,
  ),
  {
    ...spin(197, "the same at the top level of a module", ""),
    top: "Promise.resolve().then(() => { while (true) {} }); while (true) {}",
    probes: [],
  },
  spin(
    198,
    "many turns that each take nearly as long as they may",
    `for (;;) { const until = Date.now() + 190; while (Date.now() < until); await new Promise((done) => setTimeout(done, 1)) }`,
  ),
  {
    id: 199,
    category: "exhaustion",
    title: "the longest messages, as many as there may be",
    limits: { messageBytes: 2 ** 20, messagesPerSec: 10_000, outputBytes: 2 ** 30, turnMs: 500, wallMs: 3000 },
    top: `import { system } from "@superlearner/sandbox/guest";`,
    probes: [
      probe(
        `const text = "x"; const many = Array.from({ length: 7e4 }, (_, n) => ({ n })); ` +
          `for (;;) { for (let n = 0; n < 2; n++) system.send("<host.1.0>", many); await new Promise((done) => setTimeout(done, 0)) }`,
      ),
    ],
    refusedBy: [...turn, ...over("messageBytes", "messagesPerSec", "bytesPerSec"), ...memory, { host: "timeout" }],
    exhausts: true,
  },
];

/** Storms, bombs and floods. */
export const BOMBS: readonly Attempt[] = [
  {
    id: 65,
    category: "exhaustion",
    title: "a storm of timers",
    probes: [probe(`(function again() { setTimeout(again, 0); setTimeout(again, 0) })(); await new Promise(() => {})`)],
    refusedBy: [...turn, ...over("handles"), ...memory, { host: "timeout" }],
    exhausts: true,
  },
  {
    id: 178,
    category: "exhaustion",
    title: "one timer after the other, without end",
    probes: [probe(`(function again() { setTimeout(again, 0) })(); await new Promise(() => {})`)],
    refusedBy: [...turn, { host: "timeout" }],
    exhausts: true,
  },
  {
    id: 66,
    quick: true,
    category: "exhaustion",
    title: "a heap bomb",
    probes: [probe(`const kept = []; while (true) kept.push(new Array(1000).fill({}))`)],
    refusedBy: memory,
    exhausts: true,
  },
  {
    id: 179,
    category: "exhaustion",
    title: "a heap bomb in slow steps",
    probes: [
      probe(
        `const kept = []; while (true) { for (let n = 0; n < 50; n++) kept.push(new Array(10000).fill(n).map((x) => ({ x }))); await new Promise((done) => setTimeout(done, 1)) }`,
      ),
    ],
    refusedBy: memory,
    exhausts: true,
  },
  {
    id: 67,
    category: "exhaustion",
    title: "array buffers",
    probes: [
      probe(
        `const kept = []; while (true) { for (let n = 0; n < 8; n++) kept.push(new Uint8Array(2 ** 20).fill(1)); await new Promise((done) => setTimeout(done, 1)) }`,
      ),
    ],
    refusedBy: memory,
    exhausts: true,
  },
  {
    id: 180,
    category: "exhaustion",
    title: "array buffers within one turn",
    probes: [probe(`const kept = []; while (true) kept.push(new Uint8Array(2 ** 22).fill(1))`)],
    refusedBy: memory,
    exhausts: true,
  },
  {
    id: 181,
    category: "exhaustion",
    title: "one array of 2**27 objects",
    probes: [probe(`const kept = new Array(2 ** 27).fill(0).map(() => ({})); return kept.length`)],
    refusedBy: [...memory, ...over("wallMs")],
    notPromisedBy: ["worker"],
    exhausts: true,
  },
  {
    id: 182,
    category: "exhaustion",
    title: "strings that double",
    probes: [
      probe(
        `let text = "xy"; const kept = []; while (true) { text = text.length < 2 ** 28 ? text + text : text; kept.push((text + kept.length).replaceAll("x", "yz").length) }`,
        "threw RangeError: Invalid string length",
      ),
    ],
    refusedBy: memory,
    exhausts: true,
  },
  {
    id: 69,
    category: "exhaustion",
    title: "recursion, deep JSON, deep clones, deep answers",
    limits: { turnMs: 2000, wallMs: 8000 },
    probes: [
      probe(`(function deep() { deep() })()`, "threw RangeError: Maximum call stack size exceeded"),
      probe(
        `let deep = []; for (let n = 0; n < 1e5; n++) deep = [deep]; JSON.stringify(deep); return "told"`,
        "gave told",
        "threw RangeError: Maximum call stack size exceeded",
      ),
      probe(
        `let deep = []; for (let n = 0; n < 1e5; n++) deep = [deep]; structuredClone(deep); return proof("cloned")`,
        "threw RangeError: Maximum call stack size exceeded",
      ),
      probe(
        `JSON.parse("[".repeat(1e6) + "]".repeat(1e6)); return "read"`,
        "gave read",
        "threw RangeError: Maximum call stack size exceeded",
      ),
      probe(`(function deep(n) { return [deep(n + 1)] })(0)`, "threw RangeError: Maximum call stack size exceeded"),
      probe(`await (async function deep() { await deep() })()`, "threw RangeError: Maximum call stack size exceeded"),
    ],
    exhausts: true,
  },
  {
    id: 183,
    category: "exhaustion",
    title: "an answer that is too deep",
    act: "run deep",
    top: `export const deep = () => { let deep = []; for (let n = 0; n < 5000; n++) deep = [deep]; return deep };`,
    probes: [],
    refusedBy: [{ host: "not_serialisable" }],
    exhausts: true,
  },
  {
    id: 70,
    category: "exhaustion",
    title: "a flood of messages to the host",
    probes: [
      probe(
        `while (true) { for (let n = 0; n < 2000; n++) Deno.readTextFile("%ABSENT%").catch(() => {}); await new Promise((done) => setTimeout(done, 0)) }`,
      ),
    ],
    refusedBy: [...over("messagesPerSec", "messageBytes", "handles", "outputBytes"), ...memory, { host: "timeout" }],
    exhausts: true,
  },
  {
    id: 184,
    quick: true,
    category: "exhaustion",
    title: "a giant message",
    act: "run giant",
    top: `export const giant = () => "x".repeat(2 ** 24);`,
    probes: [],
    refusedBy: [...over("messageBytes"), ...memory],
    exhausts: true,
  },
  {
    id: 185,
    quick: true,
    category: "exhaustion",
    title: "answers that cannot be told",
    act: "run func",
    top: `export const func = () => () => 1;`,
    probes: [],
    refusedBy: [{ host: "not_serialisable" }],
  },
  {
    id: 186,
    category: "exhaustion",
    title: "a flood of lines on the console",
    probes: [
      probe(
        `while (true) { for (let n = 0; n < 1000; n++) console.log("x".repeat(1000)); await new Promise((done) => setTimeout(done, 0)) }`,
      ),
    ],
    refusedBy: [...over("outputBytes", "messagesPerSec", "messageBytes"), ...memory],
    exhausts: true,
  },
  {
    id: 187,
    category: "exhaustion",
    title: "one line on the console that is giant",
    probes: [probe(`console.log("x".repeat(2 ** 26)); return "written"`, "gave written")],
    exhausts: true,
  },
  {
    id: 71,
    category: "exhaustion",
    title: "100,000 promises that never settle, handlers, timers far away",
    probes: [
      probe(
        `const kept = []; for (let n = 0; n < 1e5; n++) kept.push(new Promise(() => {})); return "made"`,
        "gave made",
      ),
      probe(
        `const kept = []; for (let n = 0; n < 1e5; n++) kept.push(setTimeout(() => {}, 1e9)); return proof(kept.length)`,
        "threw RangeError: Cannot set a timer: at most 100 wait at a time",
      ),
    ],
    refusedBy: over("handles"),
    exhausts: true,
  },
  {
    id: 188,
    category: "exhaustion",
    title: "processes of the runtime without end",
    top: `import { system } from "@superlearner/sandbox/guest";`,
    probes: [
      probe(
        `while (true) { for (let n = 0; n < 1000; n++) system.spawn(() => new Promise(() => {})); await new Promise((done) => setTimeout(done, 0)) }`,
      ),
    ],
    refusedBy: [...over("processes"), ...memory],
    exhausts: true,
  },
  {
    id: 189,
    category: "exhaustion",
    title: "a mailbox that nobody empties",
    top: `import { system } from "@superlearner/sandbox/guest";`,
    probes: [
      probe(
        `const pid = system.spawn(() => new Promise(() => {})); while (true) { for (let n = 0; n < 1000; n++) system.send(pid, n); await new Promise((done) => setTimeout(done, 0)) }`,
      ),
    ],
    refusedBy: [...over("mailbox", "messagesPerSec"), ...memory],
    exhausts: true,
  },
  {
    id: 190,
    category: "exhaustion",
    title: "rejections nobody awaits, errors in timers",
    probes: [
      probe(`for (let n = 0; n < 1000; n++) Promise.reject(new Error("unhandled " + n)); return "made"`, "gave made"),
      probe(
        `setTimeout(() => { throw new Error("in a timer") }, 0); await new Promise((done) => setTimeout(done, 5)); return "made"`,
        "gave made",
      ),
    ],
    refusedBy: [{ host: "crashed" }],
    exhausts: true,
  },
  {
    id: 72,
    category: "exhaustion",
    title: "workers and threads within",
    probes: [
      probe(
        `for (let n = 0; n < 100; n++) new Worker("data:text/javascript,while(1);", { type: "module" }); return proof("made")`,
        noGlobal("Worker"),
      ),
    ],
  },
  {
    id: 73,
    category: "exhaustion",
    title: "a fork bomb with run granted",
    permissions: { run: ["true"] },
    probes: [
      probe(
        `const all = []; for (let n = 0; n < 100; n++) all.push(new Deno.Command("true").spawn().status); ` +
          `const refused = (await Promise.allSettled(all)).filter(({ status }) => status === "rejected").map(({ reason }) => reason.message.split(",")[0]); ` +
          `return refused.length > 50 ? refused[0] : proof("forked")`,
        "gave Cannot run a program for a guest: the limit programs is 8",
      ),
    ],
    limits: { programs: 8 },
    exhausts: true,
  },
  {
    id: 191,
    category: "exhaustion",
    title: "a disk filler with write granted",
    permissions: { write: ["%SCRATCH%"] },
    limits: { diskBytes: 2 ** 20 },
    probes: [
      probe(
        `for (let n = 0; n < 200; n++) await Deno.writeFile("%SCRATCH%/" + n, new Uint8Array(2 ** 16)); return proof("filled")`,
        "threw SandboxError: Cannot do something for a guest: the limit diskBytes is 1048576, used were 1114112",
      ),
    ],
    refusedBy: over("diskBytes", "messagesPerSec", "messageBytes"),
    exhausts: true,
  },
  {
    id: 74,
    category: "exhaustion",
    title: "split on 2**28 characters: V8 gives up the whole process",
    probes: [probe(`return proof("x".repeat(2 ** 28).split("").length)`)],
    refusedBy: memory,
    notPromisedBy: ["worker"],
    exhausts: true,
  },
  {
    id: 192,
    category: "exhaustion",
    title: "Atomics.wait for ever",
    probes: [
      probe(
        `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); return proof("waited")`,
        noGlobal("Atomics"),
        noGlobal("SharedArrayBuffer"),
      ),
    ],
  },
];
