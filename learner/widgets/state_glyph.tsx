import type { JSX } from "preact";
import { type Look, LOOK_WORDS } from "../models/look.ts";

/** What a {@linkcode StateGlyph} shows. */
export interface StateGlyphProps {
  /** The state. */
  readonly look: Look;
  /** Whether readers hear the word; false where it stands beside the glyph as text. @default {true} */
  readonly labelled?: boolean;
}

const SHAPES: Readonly<Record<Look, JSX.Element>> = {
  running: <circle cx="8" cy="8" r="5.5" class="fill" />,
  idle: (
    <>
      <circle cx="8" cy="8" r="5" class="line" />
      <path d="M8 3a5 5 0 0 0 0 10z" class="fill" />
    </>
  ),
  restarting: (
    <>
      <path d="M12.6 6A5 5 0 1 0 13 8.6" class="line" />
      <path d="M13.8 2.6v4h-4z" class="fill" />
    </>
  ),
  crashed: (
    <>
      <rect x="2.5" y="2.5" width="11" height="11" rx="1.5" class="line" />
      <path d="M5.5 5.5l5 5m0-5l-5 5" class="line" />
    </>
  ),
  overloaded: <path d="M8 2l6.2 11.4H1.8z" class="fill" />,
  suspended: <path d="M4 3h3v10H4zM9 3h3v10H9z" class="fill" />,
  stopped: <circle cx="8" cy="8" r="5" class="line" />,
};

/** The state of a process as a shape, in its colour. The shape alone tells them apart. */
export function StateGlyph({ look, labelled = true }: StateGlyphProps): JSX.Element {
  const label = labelled ? { role: "img", "aria-label": LOOK_WORDS[look] } as const : { "aria-hidden": true } as const;
  return <svg class={`glyph look-${look}`} viewBox="0 0 16 16" width="16" height="16" {...label}>{SHAPES[look]}</svg>;
}
