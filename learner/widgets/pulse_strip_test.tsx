import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { changed } from "../testdata/nodes.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { PulseStrip } from "./pulse_strip.tsx";

Deno.test("PulseStrip - shows the figures, and the rates as a line once there are two", async () => {
  using at = watchOffice();
  const shown = () => renderToString(<PulseStrip model={at.model.pulse} />);
  assert(shown().includes("<dt>Processes</dt><dd>6</dd>"));
  assertEquals(shown().includes("polyline"), false);
  for (let handled = 1; handled <= 2; handled++) {
    await at.clock.advance(1000, () => Promise.resolve());
    at.source.show(changed(at.source.forest, "office/anna", { handled: handled * 5 }));
  }
  assert(shown().includes("<dt>Messages/s</dt><dd>5"));
  assert(shown().includes("polyline"));
});
