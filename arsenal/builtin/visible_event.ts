import { mayDo, type Principal } from "../operations/principal.ts";
import { type EventRow, stateField } from "../presenting/event_view.ts";

/** An event as somebody may see it: whoever may not see states does not see them in events either. */
export function visibleEvent(row: EventRow, principal: Principal): EventRow {
  const field = stateField(row);
  if (field === undefined || !(field in row) || mayDo(principal, "state:read")) return row;
  const { [field]: _hidden, ...shown } = row;
  return shown as EventRow;
}
