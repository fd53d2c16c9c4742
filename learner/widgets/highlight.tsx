import type { JSX } from "preact";

/** What {@linkcode Highlight} marks. */
export interface HighlightProps {
  /** The text, as it is. */
  readonly text: string;
  /** What was typed into the search. */
  readonly query: string;
}

/** A text in which what was searched for is marked. The text is split, so nothing in it can become markup. */
export function Highlight({ text, query }: HighlightProps): JSX.Element {
  const term = query.trim().split(/\s+/).find((word) => word !== "" && !/^-|[:<>]/.test(word)) ?? "";
  const at = term === "" ? -1 : text.toLowerCase().indexOf(term.toLowerCase());
  if (at < 0) return <>{text}</>;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + term.length)}</mark>
      {text.slice(at + term.length)}
    </>
  );
}
