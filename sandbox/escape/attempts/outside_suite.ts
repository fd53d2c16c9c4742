import { absent, type Attempt, probe } from "../attempt.ts";
import { importRefused, noFunction, noGlobal, notGranted } from "../refusals.ts";

const node = (name: string, code: string) =>
  probe(`const m = await import(["no", "de:${name}"].join("")); ${code}`, importRefused(`node:${name}`));

/** The environment of the host, and its processes. */
export const OUTSIDE: readonly Attempt[] = [
  {
    id: 17,
    category: "environment",
    title: "Deno.env",
    probes: [
      probe(`return Deno.env.get("CANARY_ENV")`, notGranted("env", "CANARY_ENV")),
      probe(`return Deno.env.toObject()`, notGranted("env", "all variables")),
      probe(`return proof(Deno.env.has("PATH"))`, noFunction("Deno.env.has"), notGranted("env", "PATH")),
      probe(`Deno.env.set("CANARY_ENV", "gone"); return proof("set")`, noFunction("Deno.env.set")),
      probe(`Deno.env.delete("CANARY_ENV"); return proof("deleted")`, noFunction("Deno.env.delete")),
    ],
  },
  {
    id: 18,
    category: "environment",
    title: "process.env",
    probes: [
      probe(`return process.env.CANARY_ENV`, noGlobal("process")),
      probe(`return { ...process.env }`, noGlobal("process")),
      node("process", `return m.env.CANARY_ENV`),
      node("process", `return proof("CANARY_ENV" in m.default.env)`),
    ],
  },
  {
    id: 111,
    category: "environment",
    title: "a variable that was not granted, beside one that was",
    permissions: { env: ["CANARY_GRANTED"] },
    probes: [
      probe(`return await Deno.env.get("CANARY_GRANTED")`, "gave granted"),
      probe(`return await Deno.env.get("CANARY_ENV")`, notGranted("env", "CANARY_ENV")),
      probe(
        `let n = 0; return await Deno.env.get({ toString: () => n++ ? "CANARY_ENV" : "CANARY_GRANTED" })`,
        "gave granted",
        "gave undefined",
      ),
      probe(`return await Deno.env.toObject()`, notGranted("env", "all variables")),
    ],
  },
  {
    id: 19,
    category: "environment",
    title: "node:os",
    probes: [
      node("os", `return proof(m.userInfo().username)`),
      node("os", `return proof(m.homedir())`),
      node("os", `return proof([m.tmpdir(), m.hostname()])`),
      node("os", `return proof(m.networkInterfaces())`),
      probe(`return proof(Deno.hostname())`, notGranted("sys", "hostname")),
      probe(`return proof(Deno.networkInterfaces())`, notGranted("sys", "networkInterfaces")),
      probe(`return proof(Deno.memoryUsage())`, notGranted("sys", "memoryUsage")),
    ],
  },
  {
    id: 20,
    category: "environment",
    title: "Deno.cwd, execPath, mainModule, args, pid",
    probes: [
      probe(`return Deno.cwd()`, noFunction("Deno.cwd")),
      probe(`return Deno.execPath()`, noFunction("Deno.execPath")),
      ...["mainModule", "args", "pid", "ppid", "build", "version", "noColor"].map((name) =>
        probe(`return Deno.${name} === undefined ? undefined : proof(Deno.${name})`, "gave undefined")
      ),
      ...absent("navigator", "location", "__filename", "__dirname"),
    ],
  },
  {
    id: 28,
    category: "subprocess",
    title: "Deno.Command",
    probes: [
      probe(`return new Deno.Command("cat", { args: ["%FILE%"] }).outputSync().stdout`, notGranted("run", "cat")),
      probe(`return proof(await new Deno.Command("id").output())`, notGranted("run", "id")),
      probe(`return proof(Deno.run({ cmd: ["id"] }))`, noFunction("Deno.run")),
      probe(`return proof(Deno.spawn)`, "gave PROOF undefined"),
    ],
  },
  {
    id: 29,
    category: "subprocess",
    title: "child_process, cluster.fork, node:test",
    probes: [
      node("child_process", `return m.execSync("cat %FILE%").toString()`),
      node("child_process", `return proof(m.fork("%MODULE%").pid)`),
      node("cluster", `return proof(m.fork().id)`),
      node("test", `return proof(typeof m.run)`),
    ],
  },
  {
    id: 30,
    category: "subprocess",
    title: "Deno.dlopen, process.dlopen, .node by require",
    probes: [
      probe(
        `return proof(Deno.dlopen("libc.so.6", { getpid: { parameters: [], result: "i32" } }).symbols.getpid())`,
        notGranted("ffi", "libc.so.6"),
      ),
      node("process", `m.default.dlopen({ exports: {} }, "/a.node"); return proof("loaded")`),
      probe(`return proof((await import("/a.node")).default)`, importRefused("/a.node")),
      probe(
        `return proof(Deno.UnsafePointer.of(new Uint8Array(1)))`,
        "threw TypeError: Cannot read properties of undefined (reading 'of')",
      ),
    ],
  },
  {
    id: 31,
    category: "subprocess",
    title: "Deno.kill of the host, its parent, its group; process.abort",
    harmful: true,
    probes: [
      probe(`Deno.kill(Deno.pid, "SIGKILL"); return proof("sent")`, notGranted("run", "kill")),
      probe(`Deno.kill(Deno.ppid, "SIGTERM"); return proof("sent")`, notGranted("run", "kill")),
      probe(`Deno.kill(0, "SIGTERM"); return proof("sent")`, notGranted("run", "0")),
      probe(`Deno.kill(-1, "SIGCONT"); return proof("sent")`, notGranted("run", "-1")),
      node("process", `m.kill(m.pid, "SIGKILL"); return proof("sent")`),
      node("process", `m.abort(); return proof("aborted")`),
    ],
  },
  {
    id: 32,
    category: "subprocess",
    title: "the inspector",
    probes: [
      node("inspector", `m.open(9229); return proof(m.url())`),
      node("inspector", `const s = new m.Session(); s.connect(); return proof("session")`),
      node("inspector/promises", `return proof(typeof m.Session)`),
    ],
  },
  {
    id: 33,
    category: "subprocess",
    title: "signals, umask, chdir, setuid, the title",
    probes: [
      probe(
        `Deno.addSignalListener("SIGTERM", () => {}); return proof("listens")`,
        noFunction("Deno.addSignalListener"),
      ),
      probe(`Deno.umask(0); return proof("set")`, noFunction("Deno.umask")),
      probe(`Deno.chdir("/"); return proof("moved")`, noFunction("Deno.chdir")),
      node("process", `m.setuid(0); return proof("root")`),
      node("process", `m.default.title = "gone"; return proof(m.default.title)`),
      node("process", `m.default.on("SIGINT", () => {}); return proof("listens")`),
    ],
  },
  {
    id: 112,
    category: "subprocess",
    title: "leaving: Deno.exit, process.exit, close",
    probes: [
      probe(`Deno.exit(0)`, noFunction("Deno.exit")),
      probe(`close()`, noGlobal("close")),
      probe(`self.close()`, noGlobal("self")),
      probe(`globalThis.close()`, noFunction("globalThis.close")),
      node("process", `m.exit(0)`),
      probe(`process.reallyExit(0)`, noGlobal("process")),
    ],
  },
  {
    id: 34,
    category: "permissions",
    title: "Deno.permissions.request never asks",
    probes: [
      probe(
        `return proof((await Deno.permissions.request({ name: "read" })).state)`,
        "threw TypeError: Cannot read properties of undefined (reading 'request')",
      ),
      ...absent("prompt", "confirm", "alert", "Notification"),
    ],
  },
  {
    id: 35,
    category: "permissions",
    title: "Deno.permissions.revoke does not touch the host",
    probes: [
      probe(
        `return proof((await Deno.permissions.revoke({ name: "env", variable: "CANARY_ENV" })).state)`,
        "threw TypeError: Cannot read properties of undefined (reading 'revoke')",
      ),
    ],
  },
  {
    id: 36,
    category: "permissions",
    title: "a worker of its own with more permissions",
    probes: [
      probe(
        `const code = "postMessage(Deno.readTextFileSync('%FILE%'))"; ` +
          `const w = new Worker("data:application/javascript," + encodeURIComponent(code), { type: "module" }); ` +
          `return await new Promise((done, no) => { w.onmessage = (e) => (w.terminate(), done(e.data)); ` +
          `w.onerror = (e) => (e.preventDefault(), no(new Error(e.message))) })`,
        noGlobal("Worker"),
      ),
      ...absent("SharedWorker", "ServiceWorker", "importScripts"),
    ],
  },
  {
    id: 37,
    category: "permissions",
    title: "patching Deno and its permissions",
    probes: [
      probe(
        `Deno.permissions.query = async () => ({ state: "granted" }); return proof("patched")`,
        "threw TypeError: Cannot set properties of undefined (setting 'query')",
      ),
      probe(
        `Deno.readTextFile = () => "x"; return proof("patched")`,
        "threw TypeError: Cannot assign to read only property 'readTextFile' of object '[object Object]'",
      ),
      probe(
        `Object.defineProperty(Deno, "mine", { value: 1 }); return proof("patched")`,
        "threw TypeError: Cannot define property mine, object is not extensible",
      ),
      probe(
        `const kept = Deno; globalThis.Deno = {}; return Deno === kept ? "kept" : proof("patched")`,
        "gave kept",
        "threw TypeError: Cannot redefine property: Deno",
      ),
    ],
  },
];
