import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type Look, LOOK_WORDS } from "../models/look.ts";
import type { MonitorModel } from "../models/monitor_model.ts";
import { StateGlyph } from "./state_glyph.tsx";

/** What a {@linkcode HelpDialog} needs. */
export interface HelpDialogProps {
  /** The models; nothing is shown while no help is asked for. */
  readonly model: MonitorModel;
}

const KEYS: readonly (readonly [key: string, what: string])[] = [
  ["↑ ↓", "the process before, after"],
  ["← →", "out and in; closes and opens"],
  ["Home End", "the first, the last"],
  ["Enter", "inspect the process"],
  ["Esc", "back"],
  ["/", "search"],
  ["x", "kill the process, after a question"],
  ["v", "picture or list"],
  ["?", "this help"],
];

/** The keys, and what the shapes mean. */
export function HelpDialog({ model }: HelpDialogProps): JSX.Element | null {
  return model.helping.value ? <Help model={model} /> : null;
}

function Help({ model }: HelpDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => opener instanceof HTMLElement && opener.focus();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="help-title"
      onClose={() => void (model.helping.value = false)}
    >
      <h2 id="help-title">Keys and shapes</h2>
      <div class="help">
        <dl class="keys">
          {KEYS.map(([key, what]) => (
            <div key={key}>
              <dt>{key.split(" ").map((one) => <kbd key={one}>{one}</kbd>)}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <ul class="legend">
          {(Object.keys(LOOK_WORDS) as Look[]).map((look) => (
            <li key={look}>
              <StateGlyph look={look} labelled={false} /> {LOOK_WORDS[look]}
            </li>
          ))}
        </ul>
      </div>
      <p class="muted">
        Search finds ids, names, pids and modules. <code>status:suspended</code>, <code>restarts&gt;2</code> and{" "}
        <code>-module:User</code> work too. Restarts are shown slowed down; the times beside them are the real ones.
      </p>
      <form method="dialog" class="dialog-actions">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
