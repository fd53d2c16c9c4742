/** What XML 1.0 has no form for, not even as a number: most control characters, two non-characters, half a pair. */
// deno-lint-ignore no-control-regex -- control characters are what must go
const INVALID = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\uD800-\uDFFF]/gu;

/** The text without what XML cannot hold, and without a terminal's colours. */
export function xmlText(text: string): string {
  // deno-lint-ignore no-control-regex -- colours begin with one
  return text.replaceAll(/\x1b\[[\d;]*[A-Za-z]/g, "").replaceAll(INVALID, "\uFFFD");
}
