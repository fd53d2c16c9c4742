import { assertEquals } from "@std/assert";
import { fenced, inline, table } from "./_markdown.ts";

Deno.test("inline: nothing of a text is a sign of Markdown or HTML, or calls somebody", () => {
  assertEquals(
    inline("a|b *c* <d>\n`e` @team [x](y) &"),
    "a\\|b \\*c\\* &lt;d&gt; \\`e\\` &#64;team \\[x\\]\\(y\\) &amp;",
  );
});

Deno.test("fenced: the fence is longer than any in the text", () => {
  assertEquals(fenced("a"), "```text\na\n```");
  assertEquals(fenced("```` b"), "`````text\n```` b\n`````");
});

Deno.test("table: a head, a rule and rows", () => {
  assertEquals(table(["a", "b"], [["1", "2"]]), "| a | b |\n| --- | --- |\n| 1 | 2 |");
});
