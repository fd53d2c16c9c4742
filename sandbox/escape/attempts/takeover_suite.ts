import { type Attempt, type HostRefusal, probe } from "../attempt.ts";

/**
 * Takes over the guest's own runtime, as far as its frozen realm lets it: a scheduler of its own is handed processes, their
 * prototypes are those of the guest's System too, and from there it is a walk to the line that goes to the host. So these
 * speak the protocol as a forger would, with everything that is ours inside the realm out of the way.
 */
const TAKEOVER = `import * as otp from "@superlearner/otp"; import { system } from "@superlearner/sandbox/guest";
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const HOST = "host", ME = () => "<0.1.0>";
function takeLine() {
  const seen = [];
  const scheduler = { attach() {}, enqueue(process) { seen.push(process) }, resume() {}, stop() {} };
  const mine = new otp.System({ scheduler, clock: { now: () => 0, wallTime: () => 0, setAlarm: () => ({ cancel() {} }) } });
  mine.spawn(async () => {});
  const runtimes = new Set();
  const hook = (prototype) => {
    for (const key of Object.getOwnPropertyNames(prototype)) {
      const found = Object.getOwnPropertyDescriptor(prototype, key);
      if (typeof found.value !== "function" || key === "constructor") continue;
      Object.defineProperty(prototype, key, { ...found, value: function (...args) { if (this?.processes) runtimes.add(this); if (this?.runtime?.processes) runtimes.add(this.runtime); return found.value.apply(this, args) } });
    }
  };
  for (const process of seen) { hook(Object.getPrototypeOf(process)); if (process.runtime) hook(Object.getPrototypeOf(process.runtime)); }
  system.spawn(async () => {});
  try { system.send("nobody-of-this-name", 1) } catch {}
  const main = [...runtimes].find((runtime) => runtime.system === system);
  const standIn = main?.processes.foreign?.get("<" + HOST + ".1.0>");
  return { main, line: standIn?.behaviour?.line };
}
let taken; const line = () => { taken ??= takeLine(); if (taken.line === undefined) throw new Error("no line"); return taken.line };
/** What the host answers to forged requests, by their number. */
const answers = []; let listening = false;
function listen() {
  if (listening) return; listening = true;
  const prototype = Object.getPrototypeOf(line());
  const answered = prototype.answered;
  Object.defineProperty(prototype, "answered", { value: function (id, answer) { if (id >= 5000) return void answers.push({ id, ...answer }); return answered.call(this, id, answer) }, configurable: true, writable: true });
}
let next = 5000;
const say = (frame) => line().say(frame);
const ask = (frame) => { listen(); say({ id: ++next, ...frame }) };
const pids = [...Array(60).keys()].map((n) => "<" + HOST + "." + n + ".0>");
const heard = () => { const good = answers.filter((each) => "value" in each && each.value !== null && !(Array.isArray(each.value) && each.value.length === 0)); return good.length === 0 ? "nobody" : proof(good) };
`;
const NO_LINE = "threw Error: no line";
const forged = (code: string) => probe(`${code}; await pause(60); return heard()`, "gave nobody", NO_LINE);
const broken: readonly HostRefusal[] = [{ host: "protocol_violation" }, { host: "crashed" }, {
  host: "limit_exceeded",
}];

const attempt = (id: number, title: string, codes: readonly string[], refusedBy?: readonly HostRefusal[]): Attempt => ({
  id,
  category: "protocol",
  title,
  top: TAKEOVER,
  probes: codes.map(forged),
  ...(refusedBy === undefined ? {} : { refusedBy }),
});

/** Frames that have, in each field in turn, an object that nothing can be made of: whoever converts it throws. */
const thing = (id: number, type: string): Attempt =>
  attempt(id, `a frame ${type} with objects where texts and numbers belong`, [
    `const odd = { toString: 1, valueOf: 1 }, good = { id: 7000, to: "<host.1.0>", from: ME(), kind: "x", reason: "kill", pid: ME(), what: "x", args: [], link: true, of: "x", node: "x", value: 1 }; ` +
    `for (const field of ["to", "kind", "pid", "what", "of", "node", "reason", "args", "id", "link", "timeoutMs", "from"]) try { say({ type: "${type}", ...good, [field]: odd }) } catch { /* not sent */ }`,
  ], broken);

/** Forged frames of the host's own protocol. */
export const TAKEOVERS: readonly Attempt[] = [
  {
    id: 200,
    category: "protocol",
    title: "taking over the runtime's line (what follows forges with it)",
    top: TAKEOVER,
    probes: [probe(`return typeof line().say === "function" ? "taken" : "none"`, "gave taken", NO_LINE)],
  },
  attempt(201, "forged exit signals to every process of the host", [
    `for (const to of pids) say({ type: "exit", to, from: ME(), reason: "kill" })`,
    `for (const to of pids) say({ type: "exit", to, from: "<0.0.0>", reason: "kill" })`,
    `for (const to of pids) say({ type: "stop", to, from: "<0.0.0>", reason: "normal" })`,
    `for (const name of ["vault", "Sandboxes"]) say({ type: "exit", to: name, from: ME(), reason: "kill" })`,
  ]),
  attempt(202, "forged calls, casts and messages to every process of the host", [
    `for (const to of pids) ask({ type: "call", to, kind: "secret" })`,
    `ask({ type: "call", to: "vault", kind: "secret" })`,
    `for (const to of [...pids, "vault"]) say({ type: "cast", to, kind: "change" })`,
    `for (const to of [...pids, "vault"]) say({ type: "send", to, message: "%MARK%" })`,
    `for (const to of pids) ask({ type: "call", to: [to], kind: "secret" })`,
  ], broken),
  attempt(203, "forged looks: names, lists, states", [
    `ask({ type: "lookup", of: "vault" })`,
    `ask({ type: "list" })`,
    `for (const of of pids) ask({ type: "inspect", of })`,
    `ask({ type: "lookup", of: "Sandboxes" })`,
  ], broken),
  attempt(204, "forged starts", [
    `for (const what of ["Vault", "vault", "constructor", "__proto__", " "]) ask({ type: "start", what, args: [], link: true, from: ME() })`,
  ]),
  attempt(205, "forged links and monitors", [
    `for (const to of pids) say({ type: "link", to, from: ME() }); say({ type: "down", pid: ME(), reason: "kill" })`,
    `for (const to of pids) say({ type: "monitor", to })`,
    `for (const to of pids) say({ type: "demonitor", to })`,
    `for (const to of pids) say({ type: "unlink", to, from: ME() })`,
  ], broken),
  attempt(206, "a sender of another node", [
    `say({ type: "exit", to: "<host.2.0>", from: "<host.1.0>", reason: "kill" })`,
  ], broken),
  attempt(207, "a sender that is another sandbox", [
    `ask({ type: "call", to: "<host.2.0>", kind: "secret", from: "<sibling.1.0>" })`,
  ], broken),
  attempt(208, "the death of somebody else's process", [
    `for (let n = 0; n < 60; n++) for (const node of ["host", "sibling"]) say({ type: "down", pid: "<" + node + "." + n + ".0>", reason: "kill" })`,
  ], broken),
  attempt(209, "another name in a second greeting", [
    `say({ type: "hello", node: "host" }); say({ type: "hello", node: "sibling" })`,
  ], broken),
  attempt(210, "replies to requests that were never made", [
    `for (let id = 0; id < 500; id++) { say({ type: "reply", id, value: "%MARK%" }); say({ type: "failed", id, reason: "kill" }) }`,
    `say({ type: "reply", id: -1, value: 1 })`,
    `say({ type: "reply", id: 1e300, value: 1 })`,
  ], broken),
  attempt(211, "frames of no kind, without fields, with fields of another type", [
    `say({ type: "constructor" })`,
    `say({ type: "__proto__", to: {} })`,
    `say({})`,
    `say({ type: "call", id: "x", to: 7 })`,
    `say(JSON.parse('{"type":"send","to":"vault","__proto__":{"polluted":1}}'))`,
  ], broken),
  attempt(212, "frames that are deep, long, many", [
    `let deep = "x"; for (let n = 0; n < 300; n++) deep = [deep]; say({ type: "send", to: "<host.2.0>", message: deep })`,
    `say({ type: "send", to: "x".repeat(1e5), message: 1 })`,
    `say({ type: "call", id: 6000, to: "<" + "9".repeat(200) + ".1.0>", kind: "x".repeat(1e5) })`,
    `for (let n = 0; n < 400; n++) say({ type: "send", to: "<host." + n + ".0>", message: new Map([[{}, new Set([n])]]) })`,
  ], broken),
  attempt(213, "a farewell, and what comes after it", [
    `say({ type: "bye", reason: "normal" }); say({ type: "exit", to: "<host.2.0>", from: ME(), reason: "kill" })`,
  ], broken),
  attempt(214, "many senders that do not exist", [
    `for (let n = 1; n < 900; n++) say({ type: "call", id: 10000 + n, to: "<host.2.0>", kind: "x", from: "<0." + n + ".0>" })`,
  ], broken),
  {
    id: 215,
    category: "protocol",
    title: "a server of the host that has asked the guest: kinds of calls, casts and messages that it does not know",
    act: "a server of the host asks the guest, which then knows its pid",
    top: `import * as otp from "@superlearner/otp"; import { system } from "@superlearner/sandbox/guest";
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let who; const Meeter = otp.GenServer.define({ name: "Meeter", init: () => 0, calls: { meet(state, _, self) { who = self.from.pid; return ["met", state] } } });
export const start = (system) => system.start(Meeter, { name: "meeter" });
const Known = otp.GenServer.define({ name: "Known", init: () => 0, calls: { odd: (state) => [0, state] }, casts: { odd: (state) => state } });`,
    probes: [
      probe(
        `if (!who) return "not met"; Known.at(system, who).cast("odd"); await pause(50); return "cast"`,
        "gave cast",
      ),
      probe(
        `try { await Known.at(system, who).call("odd", undefined, { timeoutMs: 100 }) } catch {} return "called"`,
        "gave called",
      ),
      probe(`system.send(who, { odd: 1 }); await pause(50); return "sent"`, "gave sent"),
      probe(`system.exit(who, "kill"); await pause(50); return "killed"`, "gave killed"),
      probe(
        `system.spawn((self) => { self.link(who); throw new Error("x") }); await pause(50); return "linked"`,
        "gave linked",
      ),
    ],
  },
  thing(216, "call"),
  thing(217, "cast"),
  thing(218, "send"),
  thing(219, "exit"),
  thing(220, "stop"),
  thing(221, "link"),
  thing(222, "unlink"),
  thing(223, "monitor"),
  thing(224, "demonitor"),
  thing(225, "down"),
  thing(226, "start"),
  thing(227, "lookup"),
  thing(228, "inspect"),
  thing(229, "list"),
  thing(230, "ping"),
  thing(231, "reply"),
  thing(232, "failed"),
  thing(233, "hello"),
  thing(234, "bye"),
];
