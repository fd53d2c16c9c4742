import { assertEquals } from "@std/assert";
import { harmlessForChecker } from "./harmless_source.ts";

Deno.test("harmlessForChecker() strikes what names files past all imports, and keeps every place", () => {
  const texts = [
    '// @deno-types="file:///etc/passwd"\nimport "./a.js";',
    '/* @ts-types="file:///etc/passwd" */ import x from "./a.js";',
    '// @ts-self-types="../x.d.ts"',
    "/** @jsxImportSource https://x.dev */",
    '/// <reference path="/etc/passwd" />',
    '/** @type {import("file:///etc/passwd").X} */ let x;',
    "/**\n * @import { X } from '/etc/passwd'\n */",
    '"/**"; /* */ /** {import("/etc/passwd")}',
  ];
  for (const text of texts) {
    const safe = harmlessForChecker(text);
    assertEquals([safe.length, safe.split("\n").length], [text.length, text.split("\n").length]);
    assertEquals(
      /@(?:deno-types|ts-types|ts-self-types|jsxImportSource|import)\b|<reference|\{import/.test(safe),
      false,
      safe,
    );
  }
});

Deno.test("harmlessForChecker() leaves code and other comments alone", () => {
  const text = '#!/bin/deno\n// @ts-expect-error here\nimport { a } from "./a.ts"; /* import */ import("./b.ts");';
  assertEquals(harmlessForChecker(text), text);
});
