import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { type Look, LOOK_WORDS } from "../models/look.ts";
import { StateGlyph } from "./state_glyph.tsx";

const LOOKS = Object.keys(LOOK_WORDS) as Look[];

Deno.test("StateGlyph - every state has a shape of its own, whatever its colour", () => {
  const shapes = LOOKS.map((look) =>
    renderToString(<StateGlyph look={look} labelled={false} />).replaceAll(/look-\w+/g, "")
  );
  assertEquals(new Set(shapes).size, LOOKS.length);
});

Deno.test("StateGlyph - says its word to readers, unless the word stands beside it", () => {
  assert(renderToString(<StateGlyph look="crashed" />).includes('aria-label="crashed"'));
  assert(renderToString(<StateGlyph look="crashed" labelled={false} />).includes('aria-hidden="true"'));
});
