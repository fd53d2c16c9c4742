import { type Attempt, type Probe, probe } from "../attempt.ts";
import { libc } from "../../native/testdata/libc.ts";
import { notGranted } from "../refusals.ts";

/** What a program that is run gives back, as text. */
const RUN = `const text = (bytes) => String.fromCharCode(...bytes);
const run = async (name, options) => text((await new Deno.Command(name, options).output()).stdout);
const limitOf = (error) => error.message.replaceAll(/\\d+/g, "N");
`;

/** A program that was not granted, or not in this way. */
function programRefused(target: string, permission = "run"): string {
  return notGranted(permission, target);
}

const refusedProgram = (name: string): Probe =>
  probe(`return proof(await run(${JSON.stringify(name)}, { args: ["%FILE%"] }))`, programRefused(name));
const echoed = (word: string): Probe =>
  probe(`return await run("echo", { args: ["-n", ${JSON.stringify(word)}] })`, `gave ${word}`);

/** The C library, where there is one: it does whatever one asks of it. */
const C = Deno.build.os === "linux" ? libc() : "/usr/lib/libSystem.B.dylib";
/** What of it is called. */
const NATIVE =
  `const f = (parameters, result, name) => ({ parameters, result, nonblocking: true, ...(name && { name }) });
const open = (path, symbols) => Deno.dlopen(path, symbols).symbols;
const text = (one) => new Uint8Array([...one + "\\0"].map((each) => each.charCodeAt(0)));
const lives = async () => await open("${C}", { abs: f(["i32"], "i32") }).abs(-1) === 1;
`;

/** A library that was not granted. */
function libraryRefused(path: string): Probe {
  return probe(
    `return proof(await open(${JSON.stringify(path)}, { abs: f(["i32"], "i32") }).abs(-1))`,
    notGranted("ffi", path),
  );
}

/** It ends by itself, should nothing end it: 127 processes for some seconds. Never make one without an end. */
const BOMB = "f() { [ $1 -gt 0 ] && { f $(($1-1)) & f $(($1-1)) & }; sleep 20; : %MARK%; }; f 6";
/** The same, with a session for each process. */
const SESSIONS =
  `export b='[ $0 -gt 0 ] && { setsid sh -c "$b" $(($0-1)) & setsid sh -c "$b" $(($0-1)) & }; sleep 20; : %MARK%'; sh -c "$b" 6`;

/** What was granted, used for something else: programs, and what of the machine is told. */
export const GRANTED: readonly Attempt[] = [
  {
    id: 320,
    category: "programs",
    title: "a program that was not granted, beside one that was",
    permissions: { run: ["echo"] },
    top: RUN,
    probes: [
      ...["cat", "/bin/cat", "/usr/bin/cat", "../usr/bin/cat", "./echo", "echo/../cat", "ECHO", "echo ", ""].map(
        refusedProgram,
      ),
      ...["echo;cat", "echo|cat", "cat %FILE%", "sh", "deno"].map(refusedProgram),
      probe(
        `let n = 0; return await run({ toString: () => n++ ? "cat" : "echo" }, { args: ["-n", "once"] })`,
        "gave once",
      ),
    ],
  },
  {
    id: 321,
    category: "programs",
    title: "arguments that a shell would obey",
    permissions: { run: ["echo"] },
    top: RUN,
    probes: [
      ...["$(cat %FILE%)", "`cat %FILE%`", "; cat %FILE%", "| cat %FILE%", "> %DIR%/made", "$CANARY_ENV", "~", "*"].map(
        echoed,
      ),
      probe(
        `return await run("echo", { args: ["a\\0b"] })`,
        "threw TypeError: Arguments of a program are at most 1000 texts without NUL",
      ),
    ],
  },
  {
    id: 322,
    category: "programs",
    title: "another program under the name of the one that was granted",
    permissions: { run: ["echo"], read: ["%SCRATCH%"], write: ["%SCRATCH%"] },
    top: RUN,
    probes: [
      probe(
        `await Deno.writeTextFile("%SCRATCH%/echo", "#!/bin/sh\\ncat %FILE%"); return await run("echo", { args: ["-n", "true one"], cwd: "%SCRATCH%" })`,
        "gave true one",
      ),
      probe(`return await run("./echo", { cwd: "%SCRATCH%" })`, programRefused("./echo")),
      probe(`return await run("%SCRATCH%/echo")`, programRefused("%SCRATCH%/echo")),
      probe(`return await run("echo", { env: { PATH: "%SCRATCH%" } })`, programRefused("PATH", "env")),
    ],
  },
  {
    id: 323,
    category: "programs",
    title: "a working folder that was not granted",
    permissions: { run: ["pwd"], read: ["%ALLOWED%"] },
    top: RUN,
    probes: [
      probe(`return (await run("pwd", { cwd: "%ALLOWED%" })).trim()`, "gave %ALLOWED%"),
      ...["%DIR%", "/", "%ALLOWED%/..", "%ALLOWED%/linked", "/proc/self/cwd"].map((cwd) =>
        probe(`return await run("pwd", { cwd: "${cwd}" })`, programRefused(cwd, "read"))
      ),
    ],
  },
  {
    id: 324,
    category: "programs",
    title: "variables of the host, and those that make a program load something",
    permissions: { run: ["env"], env: ["CANARY_GRANTED", "LD_PRELOAD"] },
    top: RUN,
    probes: [
      probe(
        `const all = await run("env"); return all.includes("CANARY_ENV") || all.includes("PATH=") ? proof(all) : all.split("\\n")[0]`,
        "gave CANARY_GRANTED=granted",
      ),
      probe(`return await run("env", { env: { LD_PRELOAD: "%SCRATCH%/x.so" } })`, programRefused("LD_PRELOAD=")),
      probe(`return await run("env", { env: { CANARY_ENV: "x" } })`, programRefused("CANARY_ENV", "env")),
      probe(
        `return await run("env", { env: { "A=B\\0": "x" } })`,
        "threw TypeError: Variables of a program are texts by name",
      ),
      probe(`return (await run("env", { clearEnv: true })).includes("CANARY") ? proof("left") : "clean"`, "gave clean"),
    ],
  },
  {
    id: 325,
    category: "programs",
    title: "a program that prints without an end",
    permissions: { run: ["yes"] },
    top: RUN,
    probes: [
      probe(
        `try { return proof((await run("yes", { args: ["%MARK%"] })).length) } catch (error) { return limitOf(error) }`,
        "gave Cannot run a program for a guest: the limit messageBytes is N, used were N",
      ),
    ],
    exhausts: true,
  },
  ...[BOMB, SESSIONS].map((bomb, at): Attempt => ({
    id: 326 + at,
    category: "programs",
    title: `a fork bomb of a program that was granted${at === 0 ? "" : ", with sessions of their own"}`,
    permissions: { run: ["sh"] },
    top: RUN,
    probes: [
      probe(
        `try { return proof(await run("sh", { args: ["-c", ${
          JSON.stringify(bomb)
        }] })) } catch (error) { return limitOf(error) }`,
        "gave Cannot run a program for a guest: the limit programs is N, used were N",
      ),
    ],
    limits: { programs: 8 },
    exhausts: true,
  })),
  {
    id: 328,
    category: "programs",
    title: "programs that outlive their sandbox: in a session of their own, without parents",
    permissions: { run: ["sh"] },
    top: RUN,
    probes: [
      probe(
        `const child = new Deno.Command("sh", { args: ["-c", "(setsid sh -c 'sleep 20; : %MARK%' &); trap '' TERM HUP; echo up; sleep 20; : %MARK%"], stdout: "piped" }).spawn(); ` +
          `return text((await child.stdout.getReader().read()).value)`,
        "gave up\n",
      ),
      probe(
        `await run("sh", { args: ["-c", "(setsid sh -c 'sleep 20; : %MARK%' >/dev/null 2>&1 &); exit 0"] }); return "ended"`,
        "gave ended",
      ),
    ],
  },
  {
    id: 329,
    category: "programs",
    title: "signals, numbers and streams of programs that are not there",
    permissions: { run: ["true"] },
    top: RUN,
    probes: [
      probe(
        `const child = new Deno.Command("true").spawn(); await child.status; child.kill("SIGKILL"); return "nobody"`,
        "gave nobody",
      ),
      probe(
        `return new Deno.Command("true").spawn().kill("no signal")`,
        "threw TypeError: A signal is one of SIGTERM, SIGKILL, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGSTOP, SIGCONT",
      ),
      probe(`return String(new Deno.Command("true").spawn().pid)`, "gave undefined"),
      probe(
        `return new Deno.Command("true", { stdout: "inherit" }).spawn().stdout`,
        'threw TypeError: Cannot get "stdout": it is not "piped"',
      ),
      probe(
        `return await run("true", { stdout: "inherit" })`,
        'threw TypeError: Input and outputs of a program are "piped" or "null": there is nothing to inherit in a sandbox',
      ),
    ],
  },
  {
    id: 330,
    category: "environment",
    title: "what of the machine was not granted, beside what was",
    permissions: { sys: ["uid"] },
    probes: [
      probe(`return typeof Deno.uid()`, "gave number"),
      ...["hostname", "osRelease", "osUptime", "loadavg", "systemMemoryInfo", "networkInterfaces", "gid"].map((name) =>
        probe(`return proof(await Deno.${name}())`, notGranted("sys", name))
      ),
      probe(`return proof(Deno.memoryUsage())`, notGranted("sys", "memoryUsage")),
    ],
  },
  {
    id: 331,
    category: "subprocess",
    title: "a native library that was granted, and what is beside it",
    permissions: { ffi: [C] },
    top: NATIVE,
    probes: [
      ...[`${C}/../libm.so.6`, C.slice(C.lastIndexOf("/") + 1), "/dev/fd/0", "/proc/self/exe", "%FILE%", ""].map(
        libraryRefused,
      ),
      probe(
        `return proof(await open("${C}", { abs: f(["function"], "i32") }).abs(() => 1))`,
        'threw TypeError: Cannot load the symbol "abs": a parameter is one of u8, i8, u16, i16, u32, i32, u64, i64, usize, ' +
          'isize, f32, f64, bool, pointer, buffer, got "function"',
      ),
      probe(
        `return proof(open("${C}", { abs: { parameters: ["i32"], result: "i32" } }).abs(-1))`,
        'threw TypeError: Cannot load the symbol "abs": nonblocking is true: a sandbox waits for nothing in the middle of a turn',
      ),
      probe(
        `return proof(await open("${C}", { strlen: f(["pointer"], "usize") }).strlen(4096n))`,
        "threw TypeError: A pointer is one that a library gave, or null",
      ),
      probe(
        `return await open("${C}", { getenv: f(["buffer"], "pointer") }).getenv(text("CANARY_ENV")) ?? "nothing"`,
        "gave nothing",
      ),
      ...["abort", "exit"].map((name) =>
        probe(
          `await open("${C}", { ${name}: f(["i32"], "void") }).${name}(3).catch(() => {}); return await lives()`,
          "gave true",
        )
      ),
      probe(
        `const { write } = open("${C}", { write: f(["i32", "buffer", "usize"], "isize") }); ` +
          `await Promise.allSettled([...Array(9).keys()].map((fd) => write(fd, text("forged"), 6))); return await lives()`,
        "gave true",
      ),
    ],
  },
];
