/** A path with parameters, like `/processes/{pid}/info`. */
export interface PathTemplate {
  /** As it was written. */
  readonly text: string;
  /** Its parts between slashes. */
  readonly segments: readonly PathSegment[];
  /** The names of its parameters, in order. */
  readonly names: readonly string[];
  /** The same for all templates that match the same paths: parameters without their names. */
  readonly shape: string;
}

/** One part of a path: text, or a parameter. */
export type PathSegment = { readonly text: string } | { readonly parameter: string };

const STATIC = /^[A-Za-z0-9._~-]+$/;
const PARAMETER = /^\{([A-Za-z][A-Za-z0-9_]*)\}$/;

/** Reads a template; a text that says what is wrong where it is none. */
export function parseTemplate(text: string): PathTemplate | string {
  if (!text.startsWith("/")) return "begins with /";
  const segments: PathSegment[] = [];
  const names: string[] = [];
  for (const part of text.slice(1).split("/")) {
    const name = PARAMETER.exec(part)?.[1];
    if (name !== undefined) {
      if (names.includes(name)) return `names each parameter once, ${name} is there twice`;
      names.push(name);
      segments.push({ parameter: name });
    } else if (STATIC.test(part)) segments.push({ text: part });
    else return "is made of plain segments and of parameters written {name}";
  }
  const shape = segments.map((each) => "text" in each ? `/${each.text}` : "/{}").join("");
  return { text, segments, names, shape };
}

/** Orders templates so that the first that matches is the one that is meant: text comes before a parameter. */
export function compareTemplates(one: PathTemplate, other: PathTemplate): number {
  const length = Math.min(one.segments.length, other.segments.length);
  for (let at = 0; at < length; at++) {
    const a = "text" in one.segments[at]! ? 0 : 1;
    const b = "text" in other.segments[at]! ? 0 : 1;
    if (a !== b) return a - b;
  }
  return one.segments.length - other.segments.length;
}

/** Whether a path, cut at its slashes, fits a template. */
export function matchesTemplate({ segments }: PathTemplate, parts: readonly string[]): boolean {
  return segments.length === parts.length &&
    segments.every((each, at) => "text" in each ? each.text === parts[at] : parts[at] !== "");
}
