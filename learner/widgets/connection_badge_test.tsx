import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { watchOffice } from "../testdata/monitor.ts";
import { ConnectionBadge } from "./connection_badge.tsx";

Deno.test("ConnectionBadge - says in words what its colour says", () => {
  using at = watchOffice();
  const shown = () => renderToString(<ConnectionBadge model={at.model.connection} />);
  assertEquals(shown().replaceAll(/<[^>]+>/g, ""), "Live");
  at.source.say({ status: "stale", heardAt: 990_000 });
  assertEquals(shown().includes("connection-stale"), true);
  assertEquals(shown().replaceAll(/<[^>]+>/g, ""), "Disconnected for 10 s");
});
