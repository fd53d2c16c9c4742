import { assert, assertFalse } from "@std/assert";
import { ANONYMOUS, LOCAL, mayDo } from "./principal.ts";

Deno.test("mayDo() takes a permission, a whole area, or everything", () => {
  assert(mayDo({ id: "a", permissions: ["processes:read"] }, "processes:read"));
  assert(mayDo({ id: "a", permissions: ["processes:*"] }, "processes:write"));
  assert(mayDo(LOCAL, "anything:at-all"));
});

Deno.test("mayDo() takes no part of a name for the whole", () => {
  assertFalse(mayDo({ id: "a", permissions: ["process:*", "processes:rea"] }, "processes:read"));
  assertFalse(mayDo(ANONYMOUS, "processes:read"));
});

Deno.test("mayDo() lets everybody do what is public", () => assert(mayDo(ANONYMOUS, "public")));
