/** Words in comments by which a file names others, past all imports: `@deno-types="file:///…"`, `@jsxImportSource https:…`. */
const NAMING = /@(?:deno-types|ts-types|ts-self-types|jsx\w*)|<reference(?=\s)/gi;

/** Comments in which JSDoc may import: from their beginning to the first end, as a parser sees them. */
const DOC_COMMENT = /\/\*\*[^]*?(?:\*\/|$)/g;

/**
 * The text as the type checker gets it: each line and column where it was, and no comment that names another file. Types
 * are then checked without looking at any file but those whose imports were resolved.
 *
 * It is done without a parser, so it may strike a string as well, and then only the checker sees another string.
 */
export function harmlessForChecker(text: string): string {
  return text
    .replaceAll(NAMING, (word) => `${word.slice(0, -1)}_`)
    .replaceAll(DOC_COMMENT, (comment) => comment.replaceAll(/import|require/g, (word) => "_".repeat(word.length)));
}
