import { assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { knowResult } from "../result_data.ts";
import { results } from "../testdata/sample.ts";
import { OtherSection } from "./other_section.tsx";

Deno.test("OtherSection shows data of no known form as it is", () => {
  const found = results.map(knowResult).filter((one) => one.kind === "other");
  const page = renderToString(<OtherSection found={found} />);
  assertMatch(page, /shop survives › &lt;\/script>/);
  assertMatch(page, /&quot;anything&quot;: \[\n {4}1,/);
});
