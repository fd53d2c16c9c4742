import { assertEquals, assertRejects, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { asksOf } from "./asks_of.ts";
import { isNothing, permissionsBeyond, permissionsWithin } from "./beyond.ts";
import { checkGranted } from "./check_granted.ts";
import { describePermissions } from "./describe_permissions.ts";
import { type GrantOptions, grantPermissions, NO_PERMISSIONS } from "./granting.ts";
import { Grants } from "./grants.ts";
import { guardedFetch } from "./guarded_fetch.ts";

/** What nobody has granted. */
const NONE = [null, undefined, 5, "x", [], {}, { ...NO_PERMISSIONS, read: true }, { read: [] }] as never[];

Deno.test("checkGranted() gives back what was granted, and names what was not", () => {
  assertStrictEquals(checkGranted("act", NO_PERMISSIONS), NO_PERMISSIONS);
  for (const value of NONE) {
    const { message } = assertThrows(() => checkGranted("act", value), ArgumentError);
    assertEquals(message.startsWith("Cannot act: permissions are what grantPermissions() has given, got "), true);
  }
});

Deno.test("whatever takes granted permissions takes nothing else", () => {
  for (const value of NONE) {
    const attempts = [
      () => isNothing(value),
      () => asksOf(value),
      () => describePermissions(value),
      () => permissionsBeyond(value, NO_PERMISSIONS),
      () => permissionsBeyond(NO_PERMISSIONS, value),
      () => permissionsWithin(value, NO_PERMISSIONS),
      () => permissionsWithin(NO_PERMISSIONS, value),
      () => new Grants(value),
    ];
    for (const attempt of attempts) assertThrows(attempt, ArgumentError, "permissions are what");
  }
});

Deno.test("grantPermissions() and Grants refuse what no options are, and what no host is", () => {
  const grant = (options: unknown) => grantPermissions({ read: ["/tmp"] }, options as GrantOptions);
  const grants = (options: unknown) => new Grants(NO_PERMISSIONS, options as GrantOptions);
  for (const attempt of [grant, grants]) {
    for (const options of [null, 5, "x", []]) {
      assertThrows(() => attempt(options), ArgumentError, "the options are an object");
    }
    assertThrows(() => attempt({ hots: {} }), ArgumentError, "an option is one of host");
    for (const host of [null, 5, {}]) assertThrows(() => attempt({ host }), ArgumentError, "host is a HostAccess");
  }
  for (const keep of [null, "x", [5]]) assertThrows(() => grant({ keep }), ArgumentError, "keep is a list of texts");
});

Deno.test("Grants: what is no permission and what is no text is never granted", () => {
  const grants = new Grants(NO_PERMISSIONS);
  for (const value of [null, undefined, 5, {}, Symbol("s")] as never[]) {
    assertEquals(grants.allowsImport(value), false);
    assertEquals(grants.allowsRead(value), false);
    assertThrows(() => grants.pathFor(value, "/tmp"), ArgumentError, "a path is for read, write or ffi");
    const target = "/tmp";
    assertThrows(() => grants.demand("act", { permission: value, target }), ArgumentError, "a permission is one of");
    assertThrows(() => grants.demand("act", { permission: "read", target: value }), ArgumentError, "target is a text");
  }
  for (const demand of [null, undefined, 5, []] as never[]) {
    assertThrows(() => grants.demand("act", demand), ArgumentError, "the options are an object");
  }
  const demand = { permission: "read", target: "/tmp" } as const;
  assertThrows(() => grants.demand(null as never, demand), ArgumentError, "action is a text");
  assertThrows(() => grants.demand("act", { ...demand, form: "/a" } as never), ArgumentError, "an option is one of");
});

Deno.test("guardedFetch() refuses what no request can be made with", async () => {
  const grants = new Grants(NO_PERMISSIONS);
  const request = new Request("http://a.test/");
  const refused = async (rule: string, ...args: unknown[]) =>
    void await assertRejects(() => guardedFetch(...args as Parameters<typeof guardedFetch>), ArgumentError, rule);
  for (const wrong of [null, undefined, 5, {}]) {
    await refused("grants decide: Grants", wrong, request);
    await refused("request is a Request", grants, wrong);
  }
  for (const options of [null, 5, []]) await refused("the options are an object", grants, request, options);
  await refused("an option is one of fetch, maxRedirects", grants, request, { maxRedirect: 1 });
  await refused("fetch is a function", grants, request, { fetch: 5 });
  for (const maxRedirects of [null, "5", NaN, -1, 1.5]) {
    await refused("maxRedirects is a whole number from 0 up", grants, request, { maxRedirects });
  }
});
