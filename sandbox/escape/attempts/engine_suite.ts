import { type Attempt, type HostRefusal, probe } from "../attempt.ts";

const memory: HostRefusal[] = [
  ...["heapMb", "memoryMb", "turnMs", "cpuMs"].map((limit) => ({ host: "limit_exceeded", limit }) as const),
  { host: "crashed" },
];

/** What takes for a regular expression, and would cost whoever makes one of it as much as its author likes. */
const FORGED = `let k = 0; const forged = () => Object.create(RegExp.prototype, { flags: { value: "vi" },
  source: { value: "x" + k++ + "[\\\\p{L}--\\\\p{Lu}]".repeat(5000) } });`;

/** What the engine makes of little text, or holds beside its heap: time and memory that no counter of the guest's sees. */
export const ENGINE: readonly Attempt[] = [
  {
    id: 257,
    category: "exhaustion",
    title: "an answer full of what takes long to read: regular expressions",
    act: "run func",
    top: `${FORGED} export const func = () => [forged(), forged()];`,
    probes: [],
    refusedBy: [{ host: "not_serialisable" }],
    exhausts: true,
  },
  {
    id: 258,
    category: "exhaustion",
    title: "an answer full of what takes long to read: errors",
    act: "run func",
    top: `export const func = () => Array.from({ length: 5000 }, () => new Error("x"));`,
    probes: [],
    refusedBy: [{ host: "not_serialisable" }],
    exhausts: true,
  },
  {
    id: 259,
    category: "exhaustion",
    title: "messages full of what takes long to read",
    top: `import { system } from "@superlearner/sandbox/guest"; ${FORGED}`,
    probes: [
      probe(
        `for (let n = 0; n < 50; n++) system.send("<host.1.0>", forged()); return proof("sent")`,
        "threw ArgumentError: Cannot send to another node: a message is what structuredClone takes, and what is moved is still there, got {}",
      ),
    ],
    exhausts: true,
  },
  {
    id: 260,
    category: "exhaustion",
    title: "memory of the engine beside heap and buffers: Intl",
    limits: { wallMs: 15_000, cpuMs: 15_000, turnMs: 1000 },
    probes: [
      probe(
        `const kept = []; while (true) { for (let n = 0; n < 100; n++) kept.push(new Intl.DateTimeFormat("ar-EG-u-ca-islamic", { dateStyle: "full", timeStyle: "long" })); await new Promise((done) => setTimeout(done, 1)) }`,
      ),
    ],
    refusedBy: memory,
    notPromisedBy: ["worker"],
    exhausts: true,
  },
  {
    id: 261,
    category: "exhaustion",
    title: "addresses that are reserved for buffers to grow into",
    probes: [
      probe(
        `const kept = []; for (let p = 36; p >= 13; p--) for (let n = 0; n < 20000; n++) try { kept.push(new ArrayBuffer(0, { maxByteLength: 2 ** p })) } catch { break } return "done"`,
        "gave done",
      ),
    ],
    refusedBy: memory,
    notPromisedBy: ["worker"],
    exhausts: true,
  },
];
