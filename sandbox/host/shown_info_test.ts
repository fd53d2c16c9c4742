import { assertEquals } from "@std/assert";
import { limitsOf } from "../limits/profiles.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { NO_PERMISSIONS } from "../permissions/granting.ts";
import { NOTHING_USED } from "./consumption.ts";
import type { SandboxInfo } from "./sandbox_info.ts";
import { shownInfo } from "./shown_info.ts";

const info: SandboxInfo = {
  name: "cart",
  isolation: "process",
  shared: "students",
  status: "crashed",
  pid: undefined,
  root: undefined,
  restarts: 2,
  createdAt: 0,
  uptimeMs: 12.345,
  limits: limitsOf("strict"),
  permissions: { ...NO_PERMISSIONS, env: ["LANG"] },
  usage: NOTHING_USED,
  failure: new SandboxError("run cart", { kind: "crashed", exit: "boom" }),
};

Deno.test("shownInfo() is plain data, with permissions and failure in words", () => {
  assertEquals(shownInfo(info), {
    sandbox: "cart",
    status: "crashed",
    failure: info.failure!.message,
    usage: NOTHING_USED,
    restarts: 2,
    uptimeMs: 12,
    isolation: "process",
    shared: "students",
    permissions: ["read the variable LANG"],
    limits: limitsOf("strict"),
  });
});

Deno.test("shownInfo() says nothing of what is not there", () => {
  const { failure, shared, ...rest } = shownInfo({ ...info, shared: undefined, failure: undefined })!;
  assertEquals([failure, shared, Object.keys(rest).length], [undefined, undefined, 8]);
  assertEquals(shownInfo(undefined), undefined);
});
