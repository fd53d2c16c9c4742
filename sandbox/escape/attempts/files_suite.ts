import { type Attempt, probe } from "../attempt.ts";
import { importRefused, noFunction, noGlobal, notGranted, refusedByHost } from "../refusals.ts";

/** A module of Node's, asked for by a name that nobody can read off the source. */
const node = (name: string, code: string) =>
  probe(`const m = await import(["no", "de:${name}"].join("")); ${code}`, importRefused(`node:${name}`));
const read = notGranted("read", "%FILE%");
const gone = notGranted("read", "%ABSENT%");

/** Reading and writing outside. */
export const FILES: readonly Attempt[] = [
  {
    id: 1,
    category: "files",
    title: "Deno.readTextFile of an absolute path",
    probes: [
      probe(`return await Deno.readTextFile("%FILE%")`, read),
      probe(`return [...await Deno.readFile("%FILE%")].map((c) => String.fromCharCode(c)).join("")`, read),
      probe(`return Deno.readTextFileSync("%FILE%")`, read),
      probe(`const f = await Deno.open("%FILE%"); return proof(f.rid ?? "open")`, read),
      probe(
        `for await (const entry of await Deno.readDir("%DIR%")) return proof(entry.name)`,
        notGranted("read", "%DIR%"),
      ),
    ],
  },
  {
    id: 2,
    category: "files",
    title: "node:fs, its promises, streams, opendir and watch",
    probes: [
      node("fs", `return m.readFileSync("%FILE%", "utf8")`),
      node("fs/promises", `return await m.readFile("%FILE%", "utf8")`),
      node("fs", `for await (const part of m.createReadStream("%FILE%", "utf8")) return part`),
      node("fs", `return proof(m.opendirSync("%DIR%").path)`),
      node("fs", `m.watch("%DIR%").close(); return proof("watched")`),
      node("stream", `return proof(typeof m.Readable)`),
    ],
  },
  {
    id: 3,
    category: "files",
    title: "createRequire()(path)",
    probes: [
      node("module", `return m.createRequire("file:///")("%JSON%").secret`),
      probe(`return require("%JSON%").secret`, noGlobal("require")),
      probe(`return module.require("%JSON%")`, noGlobal("module")),
    ],
  },
  {
    id: 4,
    category: "files",
    title: "fetch of a file: URL",
    probes: [
      probe(`return await (await fetch("file://%FILE%")).text()`, notGranted("net", "file://%FILE%")),
      probe(`const x = new XMLHttpRequest(); return proof(x)`, noGlobal("XMLHttpRequest")),
    ],
  },
  {
    id: 5,
    category: "files",
    title: "a static import of a file as text",
    top: `import text from "file://%FILE%" with { type: "text" };`,
    probes: [probe(`return text`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 101,
    category: "files",
    title: "a static import of a file as JSON",
    top: `import data from "file://%JSON%" with { type: "json" };`,
    probes: [probe(`return data.secret`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 102,
    category: "files",
    title: "export … from a file outside",
    top: `export { default as stolen } from "file://%MODULE%";`,
    probes: [probe(`return (await import("file://%MODULE%")).default`)],
    refusedBy: [{ host: "import_denied" }],
  },
  {
    id: 6,
    category: "files",
    title: "a dynamic import of a file, literal and computed",
    probes: [
      probe(
        `return (await import("file://%FILE%", { with: { type: "text" } })).default`,
        importRefused("file://%FILE%"),
      ),
      probe(
        `return (await import(["file:/", "%FILE%"].join("/"), { with: { type: "text" } })).default`,
        importRefused("file://%FILE%"),
      ),
      probe(`return (await import("file://%MODULE%")).default`, importRefused("file://%MODULE%")),
      probe(`return (await import("%MODULE%")).default`, importRefused("%MODULE%")),
    ],
  },
  {
    id: 7,
    category: "files",
    title: "a data: module that imports a file",
    probes: [
      probe(
        `const url = "data:text/javascript,export{default}from'file://%MODULE%'"; return (await import(url)).default`,
        importRefused(`data:text/javascript,export{default}from'file://%MODULE%'`),
      ),
      probe(
        `return (await import(URL.createObjectURL(new Blob(["export{default}from'file://%MODULE%'"])))).default`,
        noGlobal("URL"),
        noFunction("URL.createObjectURL"),
        noGlobal("Blob"),
      ),
    ],
  },
  {
    id: 8,
    category: "files",
    title: "node:sqlite on a file, with backup and loadExtension",
    probes: [
      node(
        "sqlite",
        `const d = new m.DatabaseSync("%DIR%/made.db"); d.exec("create table t(x)"); return proof("file")`,
      ),
      node(
        "sqlite",
        `const d = new m.DatabaseSync(":memory:", { allowExtension: true }); return proof(typeof d.loadExtension)`,
      ),
      node("sqlite", `return proof(typeof m.backup)`),
    ],
  },
  {
    id: 9,
    category: "files",
    title: "what is there and what is not, as an oracle",
    probes: [
      probe(`return proof((await Deno.stat("%FILE%")).size)`, read),
      probe(`return proof((await Deno.stat("%ABSENT%")).size)`, gone),
      probe(`return proof(await Deno.realPath("%FILE%"))`, read),
      probe(`return proof(await Deno.realPath("%ABSENT%"))`, gone),
      node("fs", `return proof(m.existsSync("%FILE%"))`),
    ],
  },
  {
    id: 10,
    category: "files",
    title: "/proc/self/environ, /proc/self/fd and /dev/fd",
    probes: [
      probe(`return await Deno.readTextFile("/proc/self/environ")`, notGranted("read", "/proc/self/environ")),
      probe(`return proof(await Deno.readTextFile("/proc/self/status"))`, notGranted("read", "/proc/self/status")),
      probe(
        `for await (const each of await Deno.readDir("/proc/self/fd")) return proof(each.name)`,
        notGranted("read", "/proc/self/fd"),
      ),
      probe(`return proof((await Deno.stat("/dev/fd/0")).isFile)`, notGranted("read", "/dev/fd/0")),
    ],
  },
  {
    id: 103,
    category: "files",
    title: "writing, making and removing files outside",
    probes: [
      probe(`await Deno.writeTextFile("%FILE%", "gone"); return proof("written")`, notGranted("write", "%FILE%")),
      probe(
        `await Deno.writeFile("%DIR%/new", new Uint8Array(1)); return proof("made")`,
        notGranted("write", "%DIR%/new"),
      ),
      probe(`Deno.writeTextFileSync("%DIR%/new", "x"); return proof("made")`, notGranted("write", "%DIR%/new")),
      probe(`await Deno.mkdir("%DIR%/folder"); return proof("made")`, notGranted("write", "%DIR%/folder")),
      probe(`await Deno.remove("%JSON%"); return proof("removed")`, notGranted("write", "%JSON%")),
      probe(`await Deno.symlink("%FILE%", "%DIR%/link"); return proof("linked")`, noFunction("Deno.symlink")),
      probe(`await Deno.chmod("%FILE%", 0o777); return proof("changed")`, noFunction("Deno.chmod")),
      probe(`await Deno.rename("%JSON%", "%DIR%/moved"); return proof("moved")`, noFunction("Deno.rename")),
      probe(`return proof(Deno.makeTempFileSync())`, noFunction("Deno.makeTempFileSync")),
    ],
  },
  {
    id: 104,
    category: "files",
    title: "a path that is an object and changes its mind",
    probes: [
      probe(
        `let n = 0; return await Deno.readTextFile({ toString: () => n++ === 0 ? "%ALLOWED%/a.txt" : "%FILE%", ` +
          `[Symbol.toPrimitive]: () => n++ === 0 ? "%ALLOWED%/a.txt" : "%FILE%" })`,
        read,
        notGranted("read", "%ALLOWED%/a.txt"),
        "gave granted",
      ),
    ],
    permissions: { read: ["%ALLOWED%"] },
  },
  {
    id: 105,
    category: "files",
    title: "out of a granted folder: .., a link, a link to a folder, a chain",
    permissions: { read: ["%ALLOWED%"] },
    probes: [
      probe(
        `return await Deno.readTextFile("%ALLOWED%/../secret.txt")`,
        refusedByHost("read", "%FILE%"),
        refusedByHost("read", "%ALLOWED%/../secret.txt"),
      ),
      probe(
        `return await Deno.readTextFile("%ALLOWED%/link.txt")`,
        refusedByHost("read", "%FILE%"),
        refusedByHost("read", "%ALLOWED%/link.txt"),
      ),
      probe(
        `return await Deno.readTextFile("%ALLOWED%/linked/secret.txt")`,
        refusedByHost("read", "%ALLOWED%/linked/secret.txt"),
      ),
      probe(
        `return await Deno.readTextFile("%ALLOWED%/chain.txt")`,
        refusedByHost("read", "%FILE%"),
        refusedByHost("read", "%ALLOWED%/chain.txt"),
      ),
      probe(
        `return await Deno.readTextFile("%ALLOWED%/%2e%2e/secret.txt")`,
        refusedByHost("read", "%ALLOWED%/%2e%2e/secret.txt"),
        `threw NotFound: NotFound "%ALLOWED%/%2e%2e/secret.txt"`,
      ),
      probe(
        `return await Deno.readTextFile("%ALLOWED%\\0/../secret.txt")`,
        refusedByHost("read", "%ALLOWED% /../secret.txt"),
      ),
    ],
  },
  {
    id: 106,
    category: "files",
    title: "writing through a link out of a granted folder",
    permissions: { read: ["%ALLOWED%"], write: ["%ALLOWED%"] },
    probes: [
      probe(
        `await Deno.writeTextFile("%ALLOWED%/link.txt", "gone"); return proof("written")`,
        refusedByHost("write", "%FILE%"),
        refusedByHost("write", "%ALLOWED%/link.txt"),
      ),
      probe(
        `await Deno.writeTextFile("%ALLOWED%/linked/new", "x"); return proof("made")`,
        refusedByHost("write", "%DIR%/new"),
        refusedByHost("write", "%ALLOWED%/linked/new"),
      ),
      probe(
        `await Deno.remove("%ALLOWED%/linked/secret.json"); return proof("removed")`,
        refusedByHost("write", "%JSON%"),
        refusedByHost("write", "%ALLOWED%/linked/secret.json"),
      ),
    ],
  },
];
