import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { silentLogger, Supervisor, System } from "@superlearner/otp";
import { AuditLog } from "../audit/audit_log.ts";
import type { AuditRecord } from "../audit/audit_record.ts";
import { readAudit } from "../audit/read_audit.ts";
import { verifyAudit } from "../audit/verify_audit.ts";
import type { Sandbox } from "./sandbox.ts";
import { SandboxHost } from "./sandbox_host.ts";
import { type AnyIsolation, death, wallName } from "./testdata/worlds.ts";

const source = (version: number) => ({
  files: {
    "/main.js": `
      import { GenServer } from "@superlearner/otp";
      const Root = GenServer.define({ name: "Root", init: () => 0, casts: { leave: () => GenServer.stop("normal") } });
      export const start = () => Root;
      export const version = () => ${version};
      export const spin = () => { while (true); };
      export const boom = () => void setTimeout(() => { throw new Error("far out"); }, 1);
      export const peek = () => Deno.readTextFile("/etc/passwd").catch(() => "no");`,
  },
});

interface World {
  readonly system: System;
  readonly host: SandboxHost;
  /** What the log says, without when. */
  readonly told: (of: (record: AuditRecord) => unknown) => Promise<unknown[]>;
}

/** Settled when a sandbox is up as another process than before. */
async function upAgain({ system }: World, sandbox: Sandbox, before: string): Promise<void> {
  const isUp = () => sandbox.status === "running" && sandbox.pid !== undefined && sandbox.pid !== before;
  const { promise, resolve } = Promise.withResolvers<void>();
  using _listening = system.events.subscribe(() => isUp() && resolve(), { types: ["notice"] });
  if (!isUp()) await promise;
}

const whole = ({ who, what, target, result }: AuditRecord) => [who, what, target, result].join(" ");

/** Who did what to which sandbox, as the audit log has it. */
export function auditSuite(isolation: AnyIsolation): void {
  const test = (name: string, fn: (world: World) => Promise<void>) =>
    Deno.test(`Audit (${wallName(isolation)}): ${name}`, async () => {
      const dir = await Deno.makeTempDir();
      try {
        await using system = new System({ logger: silentLogger });
        using audit = AuditLog.open(`${dir}/audit.jsonl`);
        await using host = new SandboxHost({ system, audit });
        const told: World["told"] = async (of) => (await Array.fromAsync(readAudit(audit.path))).map(of);
        await fn({ system, host, told });
        assertEquals((await verifyAudit(audit.path)).ok, true);
      } finally {
        await Deno.remove(dir, { recursive: true });
      }
    });

  test("each change of a sandbox is a line, with who wanted it; what it comes to is its own", async (world) => {
    const options = {
      name: "lab",
      isolation,
      source: source(1),
      restart: "permanent",
      limits: { turnMs: 250 },
    } as const;
    const sandbox = await world.host.create({ ...options, by: "emma" });
    await sandbox.reload({ ...source(2), by: "michael" });
    await sandbox.rollback(1, { by: "emma" });
    await assertRejects(() => sandbox.reload({ files: { "/main.js": "export" }, by: "eve" }));
    await assertRejects(() => sandbox.rollback(9, { by: "eve" }));
    assertEquals(await sandbox.run("peek"), "no");
    for (const end of ["spin", "boom"]) {
      const before = sandbox.pid!;
      await sandbox.run(end).catch(() => {});
      await upAgain(world, sandbox, before);
    }
    await sandbox.restart({ by: "michael" });
    await sandbox.stop({ by: "emma" });
    await sandbox.start();
    await sandbox.destroy({ by: "michael" });
    assertEquals(await world.told(whole), [
      "emma sandbox.create lab ok",
      "emma sandbox.start lab ok",
      "michael sandbox.reload lab ok",
      "emma sandbox.rollback lab ok",
      "eve sandbox.reload lab failed",
      "eve sandbox.rollback lab failed",
      "lab read /etc/passwd denied",
      "lab sandbox.limit turnMs failed",
      "lab sandbox.fail lab failed",
      "host sandbox.restart lab ok",
      "lab sandbox.fail lab failed",
      "host sandbox.restart lab ok",
      "michael sandbox.stop lab ok",
      "michael sandbox.restart lab ok",
      "emma sandbox.stop lab ok",
      "host sandbox.restart lab ok",
      "michael sandbox.destroy lab ok",
    ]);
    const details = await world.told(({ detail }) => detail);
    const [, , reload, rollback, compile, none, denied, limit, spin, , boom] = details.map(String);
    assertEquals([reload, rollback, denied], ["version 2", "version 3, the text of 1", "undefined"]);
    assertMatch(compile!, /TS1128 Declaration or statement expected/);
    assertMatch(none!, /version 9/);
    assertMatch(limit!, /^turnMs is 250, used were \d+$/);
    assertMatch(spin!, /the limit turnMs is 250/);
    assertMatch(boom!, /Error: far out/);
    assertEquals(sandbox.versions.map(({ by }) => by), ["emma", "michael", "emma"]);
  });

  test("what does not come up, or was killed, or has ended in order, says so", async (world) => {
    const { host, system } = world;
    await assertRejects(() =>
      host.create({ name: "a", isolation, source: { files: { "/main.js": "export" } }, by: "eve" })
    );
    await assertRejects(() =>
      host.create({ name: "a", isolation, source: { files: { "/main.js": "throw 1;" } }, by: "eve" })
    );
    const sandbox = await host.create({ name: "a", isolation, source: source(1) });
    await assertRejects(() => host.create({ name: "a", isolation, source: source(1), by: "eve" }));
    system.exit(sandbox.pid!, "kill");
    await sandbox.start({ by: "emma" });
    const died = death(system, sandbox.pid!);
    await sandbox.cast(sandbox.info().root!, "leave");
    await died;
    assertEquals(await world.told(whole), [
      "eve sandbox.create a failed",
      "eve sandbox.create a ok",
      "a sandbox.fail a failed",
      "eve sandbox.start a failed",
      "eve sandbox.destroy a ok",
      "host sandbox.create a ok",
      "host sandbox.start a ok",
      "eve sandbox.create a failed",
      "host sandbox.fail a failed",
      "emma sandbox.restart a ok",
      "a sandbox.stop a ok",
    ]);
  });

  test("a supervisor's child is the host's", async (world) => {
    const { host, system } = world;
    const child = host.child({ name: "lab", isolation, source: source(1), limits: { turnMs: 250 } });
    const supervisor = await system.start(Supervisor.define({ children: [child] }));
    const sandbox = host.get("lab")!;
    const before = sandbox.pid!;
    await sandbox.run("spin").catch(() => {});
    await upAgain(world, sandbox, before);
    await supervisor.terminateChild("lab");
    assertEquals(await world.told(whole), [
      "host sandbox.create lab ok",
      "host sandbox.start lab ok",
      "lab sandbox.limit turnMs failed",
      "lab sandbox.fail lab failed",
      "host sandbox.restart lab ok",
      "host sandbox.stop lab ok",
    ]);
  });
}
