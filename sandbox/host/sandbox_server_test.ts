import { assertEquals } from "@std/assert";
import { silentLogger, StartError, sys, System } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { failureIn } from "./failure_reason.ts";
import type { Life } from "./life.ts";
import type { SandboxInfo } from "./sandbox_info.ts";
import { SandboxServer } from "./sandbox_server.ts";
import type { ShownInfo } from "./shown_info.ts";
import { death } from "./testdata/worlds.ts";

/** A life that does what it is told. */
function lifeOf() {
  const up = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<SandboxError>();
  const seen: unknown[] = [];
  const life = {
    root: undefined,
    ready: () => up.promise,
    failed: failed.promise,
    close: () => (seen.push("closed"), Promise.resolve(true)),
    view: { node: "guest", kind: "sandbox", report: () => undefined },
  };
  const inhabitant = {
    begin: () => life as unknown as Life,
    restored: () => Promise.resolve(),
    info: () =>
      ({ name: "guest", status: "running", permissions: NO_PERMISSIONS, uptimeMs: 0 }) as unknown as SandboxInfo,
    condition: {
      up: () => void seen.push("running"),
      crashed: () => void seen.push("crashed"),
      stopped: () => void seen.push("stopped"),
      finished: () => void seen.push("finished"),
      gone: () => {},
      absence: { kind: "not_found", what: "sandbox a" } as const,
    },
  };
  return { up, failed, seen, inhabitant };
}

const crash = new SandboxError("run a", { kind: "crashed", exit: "x" });

Deno.test("SandboxServer is up when the life is, dies of what that dies of, and closes it", async () => {
  await using system = new System({ logger: silentLogger });
  const { up, failed, seen, inhabitant } = lifeOf();
  const starting = system.start(SandboxServer, { args: [inhabitant] });
  assertEquals(seen, []);
  up.resolve();
  const { pid } = await starting;
  const died = death(system, pid!);
  failed.resolve(crash);
  assertEquals([failureIn(await died)?.failure, seen.slice(0, 3)], [crash.failure, ["running", "crashed", "closed"]]);
});

Deno.test("SandboxServer does not start where the life does not, and closes it where it is killed", async () => {
  await using system = new System({ logger: silentLogger });
  const failing = lifeOf();
  const starting = system.start(SandboxServer, { args: [failing.inhabitant] });
  failing.up.reject(crash);
  const error = await starting.catch((error: unknown) => error);
  assertEquals([error instanceof StartError, failureIn((error as StartError).reason)?.kind, failing.seen], [
    true,
    "crashed",
    ["closed"],
  ]);
  const { up, seen, inhabitant } = lifeOf();
  up.resolve();
  const { pid } = await system.start(SandboxServer, { args: [inhabitant] });
  const died = death(system, pid!);
  system.exit(pid!, "kill");
  assertEquals([await died, seen], ["killed", ["running", "closed"]]);
});

Deno.test("SandboxServer shows how its sandbox is doing, for its state", async () => {
  await using system = new System({ logger: silentLogger });
  const { up, inhabitant } = lifeOf();
  up.resolve();
  const { pid } = await system.start(SandboxServer, { args: [inhabitant] });
  const { sandbox, status, permissions } = sys.getStatus(system, pid!).state as ShownInfo;
  assertEquals([sandbox, status, permissions], ["guest", "running", []]);
});
