import type { JSX } from "preact";
import type { ConnectionModel } from "../models/connection_model.ts";

/** What a {@linkcode ConnectionBadge} shows. */
export interface ConnectionBadgeProps {
  /** The line to the System. */
  readonly model: ConnectionModel;
}

/** Whether what is shown is true now. */
export function ConnectionBadge({ model }: ConnectionBadgeProps): JSX.Element {
  const { status, text } = model.line.value;
  return (
    <span class={`connection connection-${status}`}>
      <span class="connection-dot" aria-hidden="true" />
      {text}
    </span>
  );
}
