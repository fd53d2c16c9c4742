import { Fragment, type JSX } from "preact";

/** What {@linkcode Breakable} shows. */
export interface BreakableProps {
  /** The name. */
  readonly text: string;
}

/** A name in a narrow place: it breaks between its words, as in `moderator:` and `lobby`, before it breaks inside one. */
export function Breakable({ text }: BreakableProps): JSX.Element {
  const [first = "", ...rest] = text.split(/(?<=[:._/-])(?=.)|(?<=[a-z])(?=[A-Z])/);
  return (
    <>
      {first}
      {rest.map((part, index) => (
        <Fragment key={index}>
          <wbr />
          {part}
        </Fragment>
      ))}
    </>
  );
}
