import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { results } from "../testdata/sample.ts";
import { Card, Figures, Section, Table, titleOf } from "./parts.tsx";

Deno.test("Section is named by its title, and says when it is empty", () => {
  const page = renderToString(<Section id="x" title="X" empty="Nothing." count={0}>never</Section>);
  assertEquals(
    page,
    '<section id="x" aria-labelledby="x-title"><h2 id="x-title">X</h2><p class="empty">Nothing.</p></section>',
  );
  assertMatch(renderToString(<Section id="x" title="X" empty="Nothing." count={1}>all</Section>), /all/);
});

Deno.test("Card: verdict, title, headline", () => {
  const page = renderToString(<Card result={results[1]!}>rest</Card>);
  assertMatch(
    page,
    /card-failed"><h3><span class="verdict bad">failed<\/span> checkout meets its SLA › checkout<\/h3>/,
  );
  assertMatch(page, /<p class="headline">max_time_ms exceeded[^<]*<\/p>rest/);
  assertEquals(titleOf({ test: "", name: "n" }), "n");
});

Deno.test("Figures and Table name what they show", () => {
  assertMatch(renderToString(<Figures figures={[["crashes", "3"]]} />), /<dt>crashes<\/dt><dd>3<\/dd>/);
  const table = renderToString(<Table name="T" head={["a", "b"]} rows={[["1", "2"]]} />);
  assertMatch(table, /role="group" aria-label="T"/);
  assertMatch(table, /<th scope="col">a<\/th>[\s\S]*<th scope="row">1<\/th><td>2<\/td>/);
});
