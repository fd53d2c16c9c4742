import { assertEquals } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { AuditLog } from "../audit/audit_log.ts";
import { readAudit } from "../audit/read_audit.ts";
import type { PermissionAsks } from "../permissions/permissions.ts";
import { newMark, runningWith } from "../programs/testdata/programs.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxHost } from "./sandbox_host.ts";
import { type AnyIsolation, wallName } from "./testdata/worlds.ts";

/** A guest that runs programs, and asks of the machine. */
const RUNNER = `
const text = (bytes: Uint8Array) => String.fromCharCode(...bytes);
const told = (error: Error) => error.name + ": " + error.message;
const sh = (script: string, options: object = {}) => new Deno.Command("sh", { args: ["-c", script], ...options });
export const output = async (script: string, options: object) => {
  try {
    const { success, code, signal, stdout, stderr } = await sh(script, options).output();
    return [success, code, signal, text(stdout), text(stderr)];
  } catch (error) { return told(error as Error) }
};
export const run = async (name: string) => {
  try { return (await new Deno.Command(name).output()).code } catch (error) { return told(error as Error) }
};
export const talk = async () => {
  const child = sh("while read line; do echo you said $line; done; echo end >&2; exit 4", { stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  const heard: string[] = [];
  const reader = child.stdout.getReader();
  for (const word of ["one", "two"]) {
    await writer.write(new Uint8Array([...word + "\\n"].map((each) => each.charCodeAt(0))));
    heard.push(text((await reader.read()).value!));
  }
  await writer.close();
  const last = await reader.read();
  return [heard, last.done, await child.stderr.text(), (await child.status).code, typeof child.pid];
};
export const stay = async (script: string) => {
  const child = sh(script, { stdout: "piped" }).spawn();
  return text((await child.stdout.getReader().read()).value!);
};
export const spin = () => { while (true); };
export const variable = (name: string) => {
  try { return [Deno.env.get(name)] } catch (error) { return told(error as Error) }
};
export const sys = async (name: string) => {
  try { return await (Deno as unknown as Record<string, () => unknown>)[name]!() } catch (error) { return told(error as Error) }
};
`;

/** Programs and what is told of the machine, from the inside, whatever wall is around it. */
export function runSuite(isolation: AnyIsolation): void {
  const test = (
    name: string,
    { permissions, fn }: { permissions: PermissionAsks; fn: (sandbox: Sandbox, audit: string) => Promise<void> },
  ) =>
    Deno.test(`Permissions (${wallName(isolation)}): ${name}`, async () => {
      const dir = await Deno.realPath(await Deno.makeTempDir());
      try {
        await using system = new System({ logger: silentLogger });
        using audit = AuditLog.open(`${dir}/audit.jsonl`);
        await using host = new SandboxHost({ system, audit });
        const asks = { ...permissions, ...(permissions.read && { read: [dir] }) };
        const source = { files: { "/main.ts": RUNNER } };
        const limits = { turnMs: 300, programs: 6 };
        await fn(await host.create({ name: "guest", isolation, source, permissions: asks, limits }), audit.path);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    });

  test("a program that was granted runs, what was not does not, and the audit log has both", {
    permissions: { run: ["sh"], read: ["."] },
    fn: async (sandbox, audit) => {
      const dir = audit.replace("/audit.jsonl", "");
      assertEquals(await sandbox.run("output", ["echo out; echo wrong >&2; exit 3", {}]), [
        ...[false, 3, null],
        ...["out\n", "wrong\n"],
      ]);
      assertEquals(await sandbox.run("output", ["pwd", { cwd: dir }]), [true, 0, null, `${dir}\n`, ""]);
      const refused = (target: string, permission: string) =>
        `NotCapable: Requires ${permission} access to "${target}", which this sandbox was not granted`;
      assertEquals(await sandbox.run("run", ["ls"]), refused("ls", "run"));
      assertEquals(await sandbox.run("output", ["pwd", { cwd: "/" }]), refused("/", "read"));
      assertEquals(await sandbox.run("output", ["env", { env: { PATH: "/tmp" } }]), refused("PATH", "env"));
      const records = await Array.fromAsync(readAudit(audit));
      const programs = records.filter(({ what }) => ["run", "read", "env"].includes(what));
      assertEquals(programs.map(({ what, target, result }) => [what, target?.replace(/^.*\/sh /, "sh "), result]), [
        ["run", "sh -c echo out; echo wrong >&2; exit 3", "ok"],
        ["run", "sh -c pwd", "ok"],
        ["run", "ls", "denied"],
        ["read", "/", "denied"],
        ["env", "PATH", "denied"],
      ]);
    },
  });

  test("a program that is spawned hears, says and ends as one does", {
    permissions: { run: ["sh"] },
    fn: async (sandbox) => {
      assertEquals(await sandbox.run("talk"), [["you said one\n", "you said two\n"], true, "end\n", 4, "undefined"]);
    },
  });

  for (const [how, end] of [["it is destroyed", "destroy"], ["its limit ends it", "spin"]] as const) {
    test(`no program outlives its sandbox: ${how}`, {
      permissions: { run: ["sh"] },
      fn: async (sandbox) => {
        const mark = newMark();
        const script = `setsid sleep ${mark} & (setsid sh -c 'sleep ${mark}' &); echo up; sleep ${mark}`;
        assertEquals(await sandbox.run("stay", [script]), "up\n");
        assertEquals(runningWith(mark).length > 0, true);
        if (end === "destroy") await sandbox.destroy();
        else await sandbox.run("spin").catch(() => sandbox.stop());
        assertEquals(runningWith(mark), []);
      },
    });
  }

  test("a variable that was granted and is not set is not refused, and nobody is told of it", {
    permissions: { env: ["SUPERLEARNER_NOT_SET"] },
    fn: async (sandbox, audit) => {
      assertEquals(await sandbox.run("variable", ["SUPERLEARNER_NOT_SET"]), [undefined]);
      assertEquals(
        await sandbox.run("variable", ["HOME"]),
        'NotCapable: Requires env access to "HOME", which this sandbox was not granted',
      );
      const denied = await Array.fromAsync(readAudit(audit, { result: "denied" }));
      assertEquals(denied.map(({ target }) => target), ["HOME"]);
    },
  });

  test("more programs than may run are ended, and the sandbox goes on", {
    permissions: { run: ["sh"] },
    fn: async (sandbox, audit) => {
      const bomb = `f() { [ $1 -gt 0 ] && { f $(($1-1)) & f $(($1-1)) & }; sleep ${newMark()}; }; f 6`;
      const answer = String(await sandbox.run("output", [bomb, {}]));
      assertEquals(answer.includes("the limit programs is 6, used were"), true, answer);
      assertEquals(await sandbox.run("output", ["exit 0", {}]), [true, 0, null, "", ""]);
      const failed = await Array.fromAsync(readAudit(audit, { result: "failed" }));
      assertEquals(failed.map(({ what }) => what).toSorted(), ["run", "sandbox.limit"]);
    },
  });

  test("of the machine it is told what was granted", {
    permissions: { sys: ["hostname", "osUptime", "loadavg", "systemMemoryInfo", "uid"] },
    fn: async (sandbox) => {
      assertEquals([await sandbox.run("sys", ["hostname"]), await sandbox.run("sys", ["uid"])], [
        Deno.hostname(),
        Deno.uid(),
      ]);
      const [uptime, loads, memory] = await Promise.all(
        ["osUptime", "loadavg", "systemMemoryInfo"].map((name) => sandbox.run("sys", [name])),
      ) as [number, number[], Deno.SystemMemoryInfo];
      assertEquals([Math.abs(uptime - Deno.osUptime()) < 5, loads.length, memory.total], [
        true,
        3,
        Deno.systemMemoryInfo().total,
      ]);
      assertEquals(
        await sandbox.run("sys", ["osRelease"]),
        'NotCapable: Requires sys access to "osRelease", which this sandbox was not granted',
      );
    },
  });
}
