import { assertEquals } from "@std/assert";
import { TOLD, toldView } from "./told_view.ts";

Deno.test("toldView() tells how old something is, and nothing of what the System sees itself", () => {
  const view = toldView({ told: { at: 1000.4, overdue: true } }, 3000);
  assertEquals(view, { told: { age_ms: 2000, overdue: true } });
  assertEquals(TOLD.parse(view.told), view.told);
  assertEquals(toldView({}, 3000), {});
});
