import { absent, type Attempt, probe } from "../attempt.ts";
import { importRefused, noFunction, noGlobal } from "../refusals.ts";

const OTP =
  `import * as otp from "@superlearner/otp"; import * as remote from "@superlearner/otp/remote"; import { system } from "@superlearner/sandbox/guest";
const Asked = otp.GenServer.define({ name: "Asked", init: () => 0, calls: { secret: (state) => [0, state] }, casts: { change: (state) => state } });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
/** Every pid that a process of the host may have, by every name that its node may have here. */
const pids = function* () { for (const node of ["%NODE%", "host", "0", "node", "main", "system", "parent"]) for (let n = 0; n < 60; n++) yield "<" + node + "." + n + ".0>" };
`;
/** Does something to each pid that is not the guest's own; what comes back of any of them is a proof. */
const addressed = (code: string, ...refused: string[]) =>
  probe(
    `const asked = []; for (const pid of pids()) { if (pid.startsWith("<0.")) continue; ` +
      `asked.push((async () => { ${code} })().catch(() => undefined)) } ` +
      `const answers = (await Promise.race([Promise.all(asked), pause(400)])) ?? []; const told = answers.filter((each) => each !== undefined); ` +
      `return told.length === 0 ? "nobody" : proof(told)`,
    "gave nobody",
    ...refused,
  );
const unextendable = (key: string) => `threw TypeError: Cannot add property ${key}, object is not extensible`;

/** What all sides have in common: prototypes, the protocol, channels of the platform. */
export const SHARED: readonly Attempt[] = [
  {
    id: 56,
    category: "shared",
    title: "pollution of Object.prototype and others",
    probes: [
      probe(`Object.prototype.polluted = "%MARK%"; return proof("set")`, unextendable("polluted")),
      probe(`({}).__proto__.polluted = "%MARK%"; return proof("set")`, unextendable("polluted")),
      probe(
        `Array.prototype[Symbol.iterator] = function* () { yield "%MARK%" }; return proof("set")`,
        "threw TypeError: Cannot assign to read only property 'Symbol(Symbol.iterator)' of object '[object Array]'",
        "threw TypeError: Cannot assign to read only property 'Symbol(Symbol.iterator)' of object ''",
      ),
      probe(
        `Promise.prototype.then = () => "%MARK%"; return proof("set")`,
        "threw TypeError: Cannot assign to read only property 'then' of object '[object Promise]'",
      ),
      probe(
        `JSON.stringify = () => "%MARK%"; return proof("set")`,
        "threw TypeError: Cannot assign to read only property 'stringify' of object '[object JSON]'",
      ),
      probe(
        `Map.prototype.get = () => "%MARK%"; return proof("set")`,
        "threw TypeError: Cannot assign to read only property 'get' of object '#<Map>'",
        "threw TypeError: Cannot assign to read only property 'get' of object '[object Map]'",
      ),
      probe(
        `const kept = Object; globalThis.Object = class {}; return Object === kept && globalThis.Object === kept ? "kept" : proof("set")`,
        "gave kept",
      ),
      probe(
        `Object.prototype.toString = () => "%MARK%"; return proof("set")`,
        "threw TypeError: Cannot change toString: what the language brings is frozen",
      ),
      probe(
        `return JSON.parse('{"__proto__":{"polluted":"%MARK%"}}') && ({}).polluted === undefined ? "clean" : proof("polluted")`,
        "gave clean",
      ),
    ],
  },
  {
    id: 57,
    category: "shared",
    title: "getters, Proxies, toJSON and then in what is given back",
    act: "run hostile answers",
    top: `
let looks = 0;
export const hostile = {
  getter: () => ({ get x() { looks++; return looks } }),
  proxy: () => new Proxy({ a: 1 }, { get: (t, k) => { looks++; return t[k] }, ownKeys: () => ["a", "b"], getOwnPropertyDescriptor: () => ({ value: 1, enumerable: true, configurable: true }) }),
};
export const getter = hostile.getter, proxy = hostile.proxy;
export const toJson = () => ({ toJSON: () => ({ polluted: "%MARK%" }), plain: 1 });
export const thenable = () => ({ then: (done) => done({ then: (done) => done("settled") }) });
export const endless = () => ({ then(done) { done({ then: this.then }) } });
export const proto = () => JSON.parse('{"__proto__":{"polluted":"%MARK%"},"constructor":{"prototype":{"polluted":"%MARK%"}}}');
export const func = () => () => 1;
export const symbol = () => Symbol("x");
export const cycle = () => { const a = []; a.push(a); return a };
export const tagged = () => ({ $: ["e", "Error", "x", "y"] });
export const date = () => new Date(NaN);
export const error = () => Object.assign(new Error("x"), { stack: "file:///\\u001b[2J", cause: { secret: 1 } });
export const throwsProxy = () => { throw new Proxy({}, { get() { throw new Proxy({}, { get() { throw 1 } }) } }) };
export const throwsNull = () => { throw null };
export const throwsThenable = () => { throw { then() { throw 1 }, get message() { throw 2 }, get name() { return { toString() { throw 3 } } } } };
export const dateOfNothing = () => { const date = new Date(0); Object.defineProperty(date, "getTime", { value: () => ({ toString: 1, valueOf: 1 }) }); return date };
export const sourceOfNothing = () => Object.defineProperty(/x/, "source", { value: { toJSON: () => ({ toString: 1, valueOf: 1 }) } });
export const keysOfNothing = () => { const map = new Map(); Object.defineProperty(map, Symbol.iterator, { value: function* () { yield [{ toString: 1, valueOf: 1 }, 1]; yield [1] } }); return map };
export const setOfNothing = () => Object.defineProperty(new Set(), Symbol.iterator, { value: function* () { yield { then: 1 } } });
export const bytesOfNothing = () => Object.defineProperty(new Uint8Array(4), "buffer", { value: new ArrayBuffer(2) });
export const errorOfNothing = () => { const e = new Error("x"); Object.defineProperty(e, "name", { value: { toString: () => "n" } }); return e };
export const throwsLong = () => { throw new Error("x".repeat(1e5) + "\\u001b]0;title\\u0007") };
`,
    probes: [],
  },
  {
    id: 58,
    category: "shared",
    title: "calls to processes of the host by guessed pids",
    top: OTP,
    probes: [
      addressed(`system.send(pid, "%MARK%")`),
      addressed(`return await Asked.at(system, pid).call("secret", undefined, { timeoutMs: 200 })`),
      addressed(`return await Asked.at(system, "vault").call("secret", undefined, { timeoutMs: 200 })`),
      addressed(`Asked.at(system, pid).cast("change", "%MARK%")`),
    ],
    deadlineMs: 20_000,
  },
  {
    id: 150,
    category: "shared",
    title: "exit signals to processes of the host by guessed pids",
    top: OTP,
    probes: [addressed(`system.exit(pid, "kill")`), addressed(`system.exit(pid, { shutdown: "%MARK%" })`)],
  },
  {
    id: 151,
    category: "shared",
    title: "casts, stops and state of the host's processes by name",
    top: OTP,
    probes: [
      probe(
        `let answer = "nobody"; for (const name of ["vault", "canary", "supervisor"]) { try { system.send(name, "%MARK%") } catch {} try { system.exit(name, "kill") } catch {} if (system.whereis(name)) answer = proof(name) } return answer`,
        "gave nobody",
      ),
      addressed(`return await otp.sys.getState(system, pid, { timeoutMs: 200 })`),
      addressed(`return await otp.sys.replaceState(system, pid, { state: "%MARK%" })`),
      addressed(`await otp.sys.suspend(system, pid)`),
    ],
    deadlineMs: 20_000,
  },
  {
    id: 152,
    category: "shared",
    title: "monitors of and links to the host's processes by guessed pids",
    top: OTP,
    probes: [
      probe(
        `let seen = []; const done = Promise.withResolvers(); system.spawn(async (self) => { for (const pid of pids()) { if (system.isAlive(pid) && pid.startsWith("<0.")) continue; try { self.monitor(pid) } catch {} } ` +
          `await pause(60); done.resolve() }); await Promise.race([done.promise, pause(500)]); return "made"`,
        "gave made",
      ),
      probe(
        `system.spawn(async (self) => { for (const pid of pids()) { if (pid.startsWith("<0.")) continue; try { self.link(pid) } catch {} } await pause(20); self.exit?.("kill"); throw new Error("%MARK%") }); await pause(100); return "made"`,
        "gave made",
      ),
    ],
  },
  {
    id: 153,
    category: "shared",
    title: "a System, a connection and a node of the guest's own",
    top: OTP,
    probes: [
      probe(
        `const other = new otp.System(); let answer = "nobody"; const sent = []; ` +
          `const transport = { kind: "mine", open(l) { this.l = l }, send(d) { sent.push(d) }, close() {} }; ` +
          `const way = remote.connect(system, { node: "host", transport, timeoutMs: 30 }).catch(() => {}); await pause(5); transport.l?.received(sent[0]); await way; ` +
          `await other.stop().catch(() => {}); return answer`,
        "gave nobody",
      ),
    ],
  },
  {
    id: 154,
    category: "shared",
    title: "the glue between the realms, by name",
    probes: [
      ...absent("__glue", "__turn", "__input"),
      probe(
        `const name = Reflect.ownKeys(globalThis).find((key) => /^in_/.test(String(key))); if (name === undefined) return "masked"; ` +
          `try { Object.defineProperty(globalThis, name, { get: () => proof("asked"), configurable: false }) } catch { return "masked" } ` +
          `return "masked"`,
        "gave masked",
      ),
    ],
    refusedBy: [{ host: "crashed" }, { host: "protocol_violation" }, { host: "limit_exceeded" }, { host: "timeout" }],
  },
  {
    id: 59,
    category: "shared",
    title: "BroadcastChannel, caches, localStorage, locks, Deno.openKv, indexedDB",
    probes: [
      probe(
        `const c = new BroadcastChannel("canary"); c.postMessage("%MARK%"); return proof("sent")`,
        noGlobal("BroadcastChannel"),
      ),
      probe(
        `const c = await caches.open("x"); await c.put("http://x/", new Response("%MARK%")); return proof("kept")`,
        noGlobal("caches"),
      ),
      probe(`localStorage.setItem("x", "%MARK%"); return proof("kept")`, noGlobal("localStorage")),
      probe(
        `return proof(await Deno.openKv(":memory:"))`,
        'threw NotCapable: Requires write access to ":memory:", which this sandbox was not granted',
      ),
      ...absent("sessionStorage", "indexedDB", "cookieStore"),
      probe(`return proof(await navigator.locks.request("x", () => 1))`, noGlobal("navigator")),
    ],
  },
  {
    id: 60,
    category: "shared",
    title: "MessagePort, SharedArrayBuffer, detached and transferred buffers",
    probes: [
      ...absent("MessageChannel", "MessagePort", "SharedArrayBuffer", "Atomics", "postMessage", "onmessage"),
      probe(
        `return proof(new (Object.getPrototypeOf(new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer).constructor)(8))`,
        noGlobal("WebAssembly"),
      ),
      probe(
        `const b = new ArrayBuffer(8); b.transfer(); try { return structuredClone(b).byteLength === 0 ? "empty" : proof("kept") } catch (e) { return "empty" }`,
        "gave empty",
      ),
      probe(
        `const b = new ArrayBuffer(8, { maxByteLength: 64 }); const v = new Uint8Array(b); b.resize(64); b.resize(2); return structuredClone(v).length <= 2 ? "cut" : proof("beyond")`,
        "gave cut",
      ),
    ],
  },
  {
    id: 61,
    category: "shared",
    title: "raw lines and terminal escapes on the console",
    probes: [
      probe(
        `console.log("\\u001b[2J\\u001b]0;%MARK%\\u0007\\u202e"); console.error("\\n\\r%MARK%\\u009b31m"); return "written"`,
        "gave written",
      ),
      probe(
        `Deno.stdout.writeSync(new TextEncoder().encode("%MARK%")); return proof("written")`,
        "threw TypeError: Cannot read properties of undefined (reading 'writeSync')",
        noGlobal("TextEncoder"),
      ),
      probe(`process.stdout.write("%MARK%"); return proof("written")`, noGlobal("process")),
      probe(`console.log('{"id":1,"type":"done","value":"%MARK%"}'); return "written"`, "gave written"),
    ],
  },
  {
    id: 62,
    category: "shared",
    title: "the host's standard input",
    probes: [
      probe(
        `const b = new Uint8Array(200); const n = Deno.stdin.readSync(b); return String.fromCharCode(...b.slice(0, n))`,
        "threw TypeError: Cannot read properties of undefined (reading 'readSync')",
      ),
      probe(
        `for await (const part of Deno.stdin.readable) return String.fromCharCode(...part)`,
        "threw TypeError: Cannot read properties of undefined (reading 'readable')",
      ),
      probe(`return prompt("?")`, noGlobal("prompt")),
      probe(`return proof(readline())`, noGlobal("readline")),
    ],
  },
  {
    id: 155,
    category: "shared",
    title: "another sandbox: its files, its processes, its names",
    top: OTP,
    probes: [
      probe(`return proof(await import("../sibling/main.ts"))`, importRefused("../sibling/main.ts")),
      probe(
        `let answer = "nobody"; for (let n = 0; n < 40; n++) for (const node of ["sibling", "canary-sibling"]) { const pid = "<" + node + "." + n + ".0>"; try { if (system.isAlive(pid)) answer = proof(pid); system.send(pid, "%MARK%"); system.exit(pid, "kill") } catch {} } return answer`,
        "gave nobody",
      ),
      probe(`return system.names.includes("sibling") ? proof(system.names) : "own names"`, "gave own names"),
    ],
  },
  {
    id: 156,
    category: "shared",
    title: "timers, animation, ports that run outside of any turn",
    probes: [
      ...absent("requestAnimationFrame", "requestIdleCallback", "scheduler", "onerror", "dispatchEvent", "reportError"),
      probe(`return proof(clearTimeout.call.call(close))`, noGlobal("close"), noFunction("clearTimeout.call.call")),
    ],
  },
];
