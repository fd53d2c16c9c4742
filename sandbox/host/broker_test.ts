import { assertEquals, assertRejects } from "@std/assert";
import { RealClock } from "@superlearner/otp";
import type { Limits } from "../limits/limits.ts";
import { limitsOf } from "../limits/profiles.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { type GrantedPermissions, grantPermissions, NO_PERMISSIONS } from "../permissions/granting.ts";
import { Grants } from "../permissions/grants.ts";
import { Broker } from "./broker.ts";

const full: number[] = [];

function brokerOf(limits: Partial<Limits>, granted: GrantedPermissions = NO_PERMISSIONS): Broker {
  return new Broker(new Grants(granted), {
    limits: limitsOf(limits),
    env: {},
    clock: new RealClock(),
    ran: () => {},
    linked: () => {},
    full: (used) => full.push(used),
  });
}

Deno.test("Broker does what was granted, within what may cross and be written", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const granted = grantPermissions({ read: [dir], write: [dir] });
    const broker = brokerOf({ messageBytes: 100, diskBytes: 300 }, granted);
    await broker.use("mkdir", [`${dir}/a`]);
    await broker.use("writeFile", [`${dir}/a/b`, new Uint8Array([65, 66])]);
    assertEquals(await broker.use("readTextFile", [`${dir}/a/b`]), "AB");
    assertEquals(await broker.use("readFile", [`${dir}/a/b`]), new Uint8Array([65, 66]));
    await broker.use("writeTextFile", [`${dir}/long`, "x".repeat(200)]);
    await assertRejects(() => broker.use("readTextFile", [`${dir}/long`]), Error, "At most 100 bytes");
    await assertRejects(
      () => broker.use("writeTextFile", [`${dir}/c`, "x".repeat(200)]),
      SandboxError,
      "diskBytes is 300",
    );
    const wide = brokerOf({ diskBytes: 300 }, granted); // two bytes each
    await assertRejects(() => wide.use("writeTextFile", [`${dir}/c`, "ä".repeat(151)]), SandboxError, "used were 302");
    await broker.use("remove", [`${dir}/a`, { recursive: true }]);
    const missing = await assertRejects(() => broker.use("readTextFile", [`${dir}/a/b`]), Error);
    assertEquals([missing.name, missing.message], ["NotFound", `NotFound "${dir}/a/b"`]);
    await assertRejects(() => broker.use("readTextFile", [dir]), Error, dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("Broker refuses what was not granted, what there is not, and too much at a time", async () => {
  const broker = brokerOf({ handles: 1 });
  const refused = async (capability: string, args: unknown) =>
    (await assertRejects(() => broker.use(capability, args), SandboxError)).kind;
  assertEquals(await refused("readFile", ["/etc/passwd"]), "permission_denied");
  assertEquals(await refused("fetch", ["http://127.0.0.1:1/"]), "permission_denied");
  assertEquals(await refused("constructor", []), "protocol_violation");
  assertEquals(await refused("readFile", "no list"), "permission_denied");
  const none = brokerOf({ handles: 0 });
  await assertRejects(() => none.use("readFile", ["/x"]), RangeError, "At most 0 may be open");
  assertEquals(full, [1]);
  await broker.close();
});
