import { assertEquals } from "@std/assert";
import { xmlText } from "./xml_text.ts";
import { NASTY } from "./testdata/sample.ts";

Deno.test("xmlText: what XML cannot hold is replaced, colours go", () => {
  assertEquals(xmlText(NASTY), "</script><b>&\"'`|]]>*%0A:: red \uFFFD\uFFFD ä€😀");
});

Deno.test("xmlText leaves what XML can hold, pairs of surrogates too", () => {
  const whole = "a\tb\nc\r\u0085\u{10FFFF}\u007F";
  assertEquals(xmlText(whole), whole);
  assertEquals(xmlText("\uFFFE\uDC00x\uD83D\u001F"), "\uFFFD\uFFFDx\uFFFD\uFFFD");
});
