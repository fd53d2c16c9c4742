import type { JSX } from "preact";
import type { HistoryEntry, HistoryModel } from "../models/history_model.ts";
import { formatSpan, formatTime } from "./format.ts";
import { StateGlyph } from "./state_glyph.tsx";
import type { Look } from "../models/look.ts";

/** What a {@linkcode HistoryList} shows. */
export interface HistoryListProps {
  /** The lines. */
  readonly model: HistoryModel;
  /** Called with the place of a line that was chosen. */
  readonly onChoose: (place: string) => void;
}

/** What happened, newest first: who died of what, who was started again, and how long that took in truth. */
export function HistoryList({ model, onChoose }: HistoryListProps): JSX.Element {
  const entries = model.entries.value;
  return (
    <section class="history" aria-labelledby="history-title">
      <header class="panel-head">
        <h2 id="history-title">Events</h2>
        {entries.length > 0 && <button type="button" class="quiet" onClick={() => model.clear()}>Clear</button>}
      </header>
      {entries.length === 0
        ? <p class="empty">Nothing has happened since this page was opened.</p>
        : <ol class="events">{entries.map((entry) => <Entry key={entry.key} entry={entry} onChoose={onChoose} />)}</ol>}
    </section>
  );
}

const LOOKS: Readonly<Record<HistoryEntry["kind"], Look>> = {
  restart: "restarting",
  gave_up: "crashed",
  failed: "crashed",
  denied: "overloaded",
  started: "running",
  stopped: "stopped",
  held: "suspended",
  changed: "running",
  overloaded: "overloaded",
  relieved: "idle",
  stuck: "crashed",
  began: "running",
  ended: "stopped",
  gap: "overloaded",
};

function Entry({ entry, onChoose }: { entry: HistoryEntry; onChoose: (place: string) => void }): JSX.Element {
  const { kind, at, who, place, pid, why, crashed, restarted, realMs } = entry;
  const look = crashed && (kind === "restart" || kind === "stopped" || kind === "ended") ? "crashed" : LOOKS[kind];
  return (
    <li class={`event event-${kind}`}>
      <StateGlyph look={look} labelled={false} />
      <div class="event-body">
        <p class="event-line">
          {place === undefined
            ? <strong>{who}</strong>
            : <button type="button" class="link" onClick={() => onChoose(place)}>{who}</button>}{" "}
          {pid !== undefined && <span class="pid">{pid}</span>} <span class="event-why">{why}</span>
        </p>
        {restarted.length > 0 && (
          <p class="event-more">
            {restarted.length === 1 && restarted[0]!.oldPid === pid ? "started again as " : "started again: "}
            {restarted.map((one, index) => (
              <span key={one.id}>
                {index === 0 ? "" : ", "}
                {restarted.length === 1 && one.oldPid === pid ? "" : `${one.id} `}
                <span class="pid">{one.pid ?? "ignored"}</span>
              </span>
            ))}
            {realMs !== undefined && <span class="event-span">{` in ${formatSpan(realMs)}`}</span>}
          </p>
        )}
      </div>
      <time class="event-time" dateTime={new Date(at).toISOString()}>{formatTime(at)}</time>
    </li>
  );
}
