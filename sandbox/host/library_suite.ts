import { assertEquals } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { AuditLog } from "../audit/audit_log.ts";
import { readAudit } from "../audit/read_audit.ts";
import { libc } from "../native/testdata/libc.ts";
import { SandboxHost } from "./sandbox_host.ts";
import { type AnyIsolation, wallName } from "./testdata/worlds.ts";

/** A guest that calls native code. */
const CALLER = `
const told = (error: Error) => error.name + ": " + error.message;
const symbols = {
  toupper: { parameters: ["i32"], result: "i32", nonblocking: true },
  labs: { parameters: ["i64"], result: "i64", nonblocking: true },
  strlen: { parameters: ["pointer"], result: "usize", nonblocking: true },
  fill: { name: "memset", parameters: ["buffer", "i32", "usize"], result: "pointer", nonblocking: true },
  getenv: { parameters: ["buffer"], result: "pointer", nonblocking: true },
  abort: { parameters: [], result: "void", nonblocking: true },
} as const;
const open = (path: string) => Deno.dlopen(path, symbols);
const text = (name: string) => new Uint8Array([...name + "\\0"].map((each) => each.charCodeAt(0)));
export const calls = async (path: string) => {
  const library = open(path);
  const buffer = new Uint8Array(4);
  const { toupper, labs, strlen, fill, getenv } = library.symbols;
  await fill(buffer, 7, 3);
  const value = await getenv(text("NO_COLOR"));
  const result = [await toupper(97), await labs(-5n), [...buffer], typeof value, await strlen(value)];
  library.close();
  return result;
};
export const secret = async (path: string, name: string) => await open(path).symbols.getenv(text(name));
export const abort = async (path: string) => {
  try { return await open(path).symbols.abort() } catch (error) { return told(error as Error) }
};
export const refused = async (path: string) => {
  try { return await open(path).symbols.toupper(97) } catch (error) { return told(error as Error) }
};
`;

/** Native libraries, from the inside, whatever wall is around it. */
export function librarySuite(isolation: AnyIsolation): void {
  const ignore = Deno.build.os !== "linux";
  const options = { name: "guest", isolation, source: { files: { "/main.ts": CALLER } } } as const;

  Deno.test({
    name: `Permissions (${wallName(isolation)}): a native library that was granted is called in a process of its own`,
    ignore,
    fn: async () => {
      const dir = await Deno.makeTempDir();
      try {
        await using system = new System({ logger: silentLogger });
        using audit = AuditLog.open(`${dir}/audit.jsonl`);
        await using host = new SandboxHost({ system, audit });
        const path = libc();
        const sandbox = await host.create({ ...options, permissions: { ffi: [path] } });
        assertEquals(sandbox.info().permissions?.warnings.length, 1);
        assertEquals(await sandbox.run("calls", [path]), [65, 5n, [7, 7, 7, 0], "object", 1n]);
        Deno.env.set("SUPERLEARNER_LIBRARY_SECRET", "x"); // of the host; the process of the library has none of those
        assertEquals(await sandbox.run("secret", [path, "SUPERLEARNER_LIBRARY_SECRET"]), null);
        const crashed = "SandboxError: Cannot call a native library for a guest: ";
        const told = await sandbox.run("abort", [path]) as string;
        assertEquals([told.startsWith(crashed), told.includes("SIGABRT")], [true, true], told);
        const denied = 'Requires ffi access to "/lib/other.so", which this sandbox was not granted';
        assertEquals(
          await sandbox.run("refused", ["/lib/other.so"]),
          `NotCapable: ${denied}`,
        );
        assertEquals(await sandbox.run("calls", [path]), [65, 5n, [7, 7, 7, 0], "object", 1n]);
        const records = (await Array.fromAsync(readAudit(audit.path))).filter(({ what }) => what === "ffi");
        assertEquals(records.map(({ target, result }) => [target, result]), [
          ...[[path, "ok"], [path, "ok"], [path, "ok"], ["/lib/other.so", "denied"], [path, "ok"]],
        ]);
      } finally {
        Deno.env.delete("SUPERLEARNER_LIBRARY_SECRET");
        await Deno.remove(dir, { recursive: true });
      }
    },
  });

  Deno.test({
    name: `Permissions (${wallName(isolation)}): where no native library was granted none is loaded`,
    ignore,
    fn: async () => {
      await using system = new System({ logger: silentLogger });
      await using host = new SandboxHost({ system });
      const sandbox = await host.create(options);
      const denied = `NotCapable: Requires ffi access to "${libc()}", which this sandbox was not granted`;
      assertEquals(await sandbox.run("refused", [libc()]), denied);
    },
  });
}
