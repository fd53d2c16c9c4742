import { assertEquals } from "@std/assert";
import { AuditLog } from "../audit/audit_log.ts";
import { readAudit } from "../audit/read_audit.ts";
import { SandboxHost } from "./sandbox_host.ts";
import { silentLogger, System } from "@superlearner/otp";
import { type AnyIsolation, wallName } from "./testdata/worlds.ts";

/** A guest that tries what it is told, and says what came of it. */
const TRIER = `
const told = (error: any) => error.name + ": " + error.message;
const tries: Record<string, (target: string) => unknown> = {
  read: (path) => Deno.readTextFile(path),
  bytes: async (path) => (await Deno.readFile(path)).length,
  list: async (path) => { const names = []; for await (const { name } of Deno.readDir(path)) names.push(name); return names; },
  stat: async (path) => (await Deno.stat(path)).size,
  write: (path) => Deno.writeTextFile(path, "written"),
  env: (name) => Deno.env.get(name),
  fetch: async (url) => { const r = await fetch(url); return [r.status, r.headers.get("x-from"), await r.text()]; },
  run: (name) => new Deno.Command(name),
  ffi: (path) => (Deno as any).dlopen(path),
  sys: () => (Deno as any).hostname(),
};
export const attempt = async (what: string, target: string) => {
  try { return await tries[what](target); } catch (error) { return told(error); }
};
`;

/** What was granted works, what was not is refused in the same words whatever is behind it, and both walls are alike. */
export function permissionsSuite(isolation: AnyIsolation): void {
  Deno.test(`Permissions (${wallName(isolation)}): nothing is granted by default, and each refusal is recorded`, async () => {
    const dir = await Deno.makeTempDir();
    try {
      await using system = new System({ logger: silentLogger });
      using audit = AuditLog.open(`${dir}/audit.jsonl`);
      await using host = new SandboxHost({ system, audit });
      const sandbox = await host.create({ name: "guest", isolation, source: { files: { "/main.ts": TRIER } } });
      const refused = (permission: string, target: string) =>
        `NotCapable: Requires ${permission} access to "${target}", which this sandbox was not granted`;
      const tries = [["read", "read", "/etc/passwd"], ["read", "read", "/no/such/file"], [
        "bytes",
        "read",
        "/proc/self/environ",
      ]];
      tries.push(["list", "read", "/"], ["stat", "read", "/etc"], ["write", "write", `${dir}/x`], [
        "env",
        "env",
        "PATH",
      ]);
      tries.push(["fetch", "net", "http://127.0.0.1:1/"], ["run", "run", "ls"], ["ffi", "ffi", "/lib/x.so"], [
        "sys",
        "sys",
        "hostname",
      ]);
      for (const [what, permission, target] of tries) {
        assertEquals(await sandbox.run("attempt", [what, target]), refused(permission!, target!));
      }
      await sandbox.destroy();
      const denied = await Array.fromAsync(readAudit(audit.path, { result: "denied" }));
      assertEquals(
        denied.map(({ who, what, target }) => [who, what, target]),
        tries.map(([, what, target]) => ["guest", what, target]),
      );
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  });

  Deno.test(`Permissions (${wallName(isolation)}): what is granted is done by the host, and no more than that`, async () => {
    const dir = await Deno.makeTempDir();
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      () => new Response("grüezi", { headers: { "x-from": "here" } }),
    );
    try {
      await Deno.mkdir(`${dir}/in`);
      await Deno.writeTextFile(`${dir}/in/a.txt`, "inside");
      await Deno.writeTextFile(`${dir}/secret.txt`, "outside");
      await Deno.symlink(`${dir}/secret.txt`, `${dir}/in/link.txt`);
      await using system = new System({ logger: silentLogger });
      await using host = new SandboxHost({ system });
      const { port } = server.addr;
      const sandbox = await host.create({
        name: "guest",
        isolation,
        source: { files: { "/main.ts": TRIER } },
        permissions: { read: [`${dir}/in`], write: [`${dir}/in`], net: [`127.0.0.1:${port}`], env: ["PATH"] },
        limits: { diskBytes: 10 },
      });
      const attempt = (what: string, target: string) => sandbox.run("attempt", [what, target]);
      assertEquals(await attempt("read", `${dir}/in/a.txt`), "inside");
      assertEquals([await attempt("bytes", `${dir}/in/a.txt`), await attempt("stat", `${dir}/in/a.txt`)], [6, 6]);
      assertEquals((await attempt("list", `${dir}/in`) as string[]).sort(), ["a.txt", "link.txt"]);
      assertEquals(await attempt("write", `${dir}/in/b.txt`), undefined);
      assertEquals(await Deno.readTextFile(`${dir}/in/b.txt`), "written");
      assertEquals(String(await attempt("write", `${dir}/in/c.txt`)).includes("diskBytes is 10"), true);
      assertEquals(await attempt("env", "PATH"), Deno.env.get("PATH"));
      assertEquals(await attempt("fetch", `http://127.0.0.1:${port}/`), [200, "here", "grüezi"]);
      const outside = [["read", `${dir}/secret.txt`], ["read", `${dir}/in/link.txt`], [
        "read",
        `${dir}/in/../secret.txt`,
      ]];
      outside.push(
        ["write", `${dir}/d.txt`],
        ["fetch", `http://localhost:${port}/`],
        ["fetch", `http://127.0.0.1:1/`],
        ["env", "HOME"],
      );
      for (const [what, target] of outside) {
        assertEquals(String(await attempt(what!, target!)).includes("was not granted"), true, `${what} ${target}`);
      }
      assertEquals(await attempt("read", `${dir}/in/none.txt`), `NotFound: NotFound "${dir}/in/none.txt"`);
    } finally {
      await server.shutdown();
      await Deno.remove(dir, { recursive: true });
    }
  });
}
