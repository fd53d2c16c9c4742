import { assert, assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { testRecord } from "../testdata/records.ts";
import { NASTY, tests } from "../testdata/sample.ts";
import { TestsSection } from "./tests_section.tsx";

Deno.test("TestsSection: files in turn, what failed with what it said, nothing of a name is markup", () => {
  const page = renderToString(<TestsSection tests={tests} runs={5} />);
  assertEquals([...page.matchAll(/class="path">([^<]+)</g)].map(([, file]) => file), [
    "account_test.ts",
    "nested/shop_test.ts",
    "flaky_test.ts",
  ]);
  assertEquals(page.match(/data-test/g)?.length, tests.length);
  assertEquals(page.match(/<details class="failure" open>/g)?.length, 2);
  assert(!page.includes("<b>&") && page.includes("&lt;/script>&lt;b>&amp;&quot;"));
  assertMatch(page, /data-outcome="failed flaky"[\s\S]*flaky: 2 of 5 runs failed/);
  assert(NASTY.includes("</script>"));
});

Deno.test("TestsSection: a step shows its own name, below its test", () => {
  const page = renderToString(<TestsSection tests={tests} runs={1} />);
  assertMatch(page, /--depth:1;?"[^>]*data-outcome="passed"[\s\S]{0,200}class="name">by id</);
});

Deno.test("TestsSection: many tests of a file that passed are closed, few are open, none are said to be none", () => {
  const many = Array.from({ length: 51 }, (_, n) => testRecord({ id: `${n}`, name: `t${n}` }));
  assertMatch(renderToString(<TestsSection tests={many} runs={1} />), /<details class="file" data-file(="true")?>/);
  assertMatch(
    renderToString(<TestsSection tests={many.slice(1)} runs={1} />),
    /<details class="file" data-file(="true")? open>/,
  );
  assertMatch(renderToString(<TestsSection tests={[]} runs={1} />), /No test was run/);
});
