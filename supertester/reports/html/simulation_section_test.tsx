import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { knowResult } from "../result_data.ts";
import { results, simulationData } from "../testdata/sample.ts";
import { SimulationSection } from "./simulation_section.tsx";

Deno.test("SimulationSection: of a failure the line, the message, the diagram and the steps; of a pass what it covered", () => {
  const found = results.map(knowResult).filter((one) => one.kind === "simulation");
  const page = renderToString(<SimulationSection found={found} />);
  assertMatch(
    page,
    /<code class="replay">supertester replay v1\.account-keeps-its-money~1\.AA\.otp1:seed=7:by=pct-3-100:choices=0x3,1<\/code>/,
  );
  assertMatch(page, /<pre tabindex="0">Values are not equal/i);
  assertEquals(page.match(/class="space-time"/g)?.length, 1);
  assertMatch(page, /<th scope="row">5 \(out of order\)<\/th>/);
  assertMatch(page, /set 40 to account; done to audit \(lost\)/);
  assertMatch(page, /<dt>covered<\/dt><dd>all 412 schedules<\/dd>/);
});

Deno.test("SimulationSection: what cannot be had again offers no line, and says what runs may differ by", () => {
  const failure = { ...simulationData.failure!, deterministic: false, suspects: ["Date.now at shop.ts:7:3"] };
  const result = { ...results[2]!, data: { ...simulationData, line: "", failure } };
  const known = knowResult(result);
  if (known.kind !== "simulation") throw new Error("it is of the form");
  const page = renderToString(<SimulationSection found={[known]} />);
  assertEquals(page.includes("supertester replay"), false);
  assertMatch(page, /It uses what may make runs differ: (<!-- -->)?Date\.now at shop\.ts:7:3/);
  assertMatch(page, /<dt>pre-emptions<\/dt><dd>1, none can go<\/dd>/);
});
