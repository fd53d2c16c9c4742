import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { Layout, type PageAssets, safeJson } from "./layout.tsx";

const ASSETS: PageAssets = { styles: "/s.css", theme: "/t.js", client: "/c.js", icon: "/i.svg" };

Deno.test("safeJson - nothing in it can end the element it stands in", () => {
  const data = { name: "</script><!-- <script> & \u2028" };
  const text = safeJson(data);
  assertEquals(/[<>&\u2028]/.test(text), false);
  assertEquals(JSON.parse(text), data);
});

Deno.test("Layout - scripts are files, data is never run", () => {
  const html = renderToString(
    <Layout title="Supervisors" path="/supervisors" assets={ASSETS} data={{ a: "</script>" }}>
      <p>hello</p>
    </Layout>,
  );
  assertEquals(html.match(/<script[^>]*>/g), [
    '<script src="/t.js">',
    '<script type="module" src="/c.js">',
    '<script id="snapshot" type="application/json">',
  ]);
  assert(html.includes('<a href="/supervisors" aria-current="page">'));
  assert(html.includes("<title>Supervisors · SuperLearner</title>"));
});

Deno.test("Layout - without a client there is no script", () => {
  const bare = { ...ASSETS, client: undefined, theme: undefined };
  const html = renderToString(<Layout title="x" path="/" assets={bare}>hello</Layout>);
  assertEquals(html.includes("<script"), false);
});
