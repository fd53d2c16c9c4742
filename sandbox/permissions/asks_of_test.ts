import { assertEquals } from "@std/assert";
import { asksOf } from "./asks_of.ts";
import { grantPermissions, NO_PERMISSIONS } from "./granting.ts";

const host = {
  has: () => true,
  realPath: (path: string) => path.replace("/link", "/data"),
  isLink: () => false,
  cwd: () => "/",
  program: (name: string) => `/bin/${name.split("/").at(-1)}`,
  lifelines: () => [],
};

Deno.test("asksOf() asks for what was granted, and for no more", () => {
  assertEquals(asksOf(NO_PERMISSIONS), {});
  for (
    const asks of [
      {
        read: ["/link/x"],
        net: ["h:443", "[::1]"],
        env: ["A"],
        run: ["tool"],
        import: ["code.example", "http://[::1]:80"],
      },
      { write: true, allowAll: true, sys: ["hostname"] },
    ] as const
  ) {
    assertEquals(asksOf(grantPermissions(asks, { host })), asks as unknown);
  }
});
