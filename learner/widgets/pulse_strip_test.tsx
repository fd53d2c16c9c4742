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

Deno.test("PulseStrip - a short line stands on a floor for the whole minute, and nothing of it is cut off", async () => {
  using at = watchOffice();
  const shown = () => renderToString(<PulseStrip model={at.model.pulse} />);
  assert(shown().includes('<path class="spark-floor" d="M2 20H94"'));
  for (const handled of [5, 5, 15]) {
    await at.clock.advance(1000, () => Promise.resolve());
    at.source.show(changed(at.source.forest, "office/anna", { handled }));
  }
  const points = /polyline class="spark-line" points="([^"]*)"/.exec(shown())![1]!;
  assertEquals(points, "90.9,11.0 92.4,20.0 94.0,2.0");
  assert(shown().includes('class="spark-now" cx="94" cy="2.0" r="2"'));
});
