import { assertEquals } from "@std/assert";
import { notAllowed } from "./not_allowed.ts";

Deno.test({
  name: "notAllowed(): what Deno refuses this program is a refusal that names permission and target",
  permissions: "none",
  fn: () => {
    const refusal = (work: () => void) => {
      try {
        work();
      } catch (error) {
        return notAllowed("start guest", error)?.failure;
      }
    };
    const denied = (permission: string, target: string) => ({ kind: "permission_denied", permission, target }) as const;
    assertEquals(refusal(() => Deno.makeTempDirSync()), denied("write", "<TMP>"));
    assertEquals(refusal(() => Deno.readTextFileSync("/etc/passwd")), denied("read", "/etc/passwd"));
    assertEquals(refusal(() => new Deno.Command("sh").spawn()), denied("run", "sh"));
    assertEquals(refusal(() => JSON.parse("")), undefined);
  },
});
