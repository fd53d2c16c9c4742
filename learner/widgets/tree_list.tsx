import type { JSX } from "preact";
import { titleOf } from "../models/look.ts";
import type { TreeModel } from "../models/tree_model.ts";
import type { TreeRow } from "../models/tree_rows.ts";
import { formatBytes, formatCount } from "./format.ts";
import { Highlight } from "./highlight.tsx";
import {
  MachineState,
  MailboxBadge,
  PidLabel,
  PlacementBadge,
  RestartBadge,
  RestartNote,
  StrategyLabel,
} from "./node_face.tsx";
import { StateGlyph } from "./state_glyph.tsx";

/** What a {@linkcode TreeList} shows. */
export interface TreeListProps {
  /** The tree. */
  readonly model: TreeModel;
}

/** A supervision tree as an indented list: for narrow screens, for readers, and for who likes it better. */
export function TreeList({ model }: TreeListProps): JSX.Element {
  return (
    <div class="list-frame">
      <div class="list-head" aria-hidden="true">
        <span>Process</span>
        <span>Pid</span>
        <span>Module</span>
        <span class="number">Handled</span>
        <span class="number">Memory</span>
      </div>
      <div class="list" role="tree" aria-label="Supervision tree">
        {model.rows.value.map((row) => <Line key={row.place} model={model} row={row} />)}
      </div>
    </div>
  );
}

function Line({ model, row }: { model: TreeModel; row: TreeRow }): JSX.Element {
  const { place, node, level, position, siblings, expanded, more, matches } = row;
  const common = {
    role: "treeitem",
    "aria-level": level,
    "aria-posinset": position,
    "aria-setsize": siblings,
    tabIndex: model.tabStop === place ? 0 : -1,
    "data-place": place,
    onClick: () => model.select(place),
    onFocus: () => void (model.focus.value = place),
  } as const;
  if (node === undefined) {
    return (
      <div class="row row-more" {...common}>
        <span class="row-name">
          <Indent level={level} />and {more} more
        </span>
      </div>
    );
  }
  const view = model.view(node);
  const query = model.query.value;
  const classes = [
    "row",
    `is-${view.look}`,
    view.playing === undefined ? "" : `phase-${view.playing.phase}`,
    matches ? "" : "is-other",
  ];
  return (
    <div
      class={classes.filter((one) => one !== "").join(" ")}
      style={{ "--level": level }}
      {...common}
      {...(expanded === undefined ? {} : { "aria-expanded": expanded })}
      aria-selected={model.selected.value === place}
    >
      <span class="row-name">
        <Indent level={level} />
        <span
          class={expanded === undefined ? "chevron chevron-none" : "chevron"}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            model.toggle(place);
          }}
        />
        <StateGlyph look={view.look} />
        <span class="row-id" title={titleOf(node)}>
          <Highlight text={titleOf(node)} query={query} />
        </span>
        <StrategyLabel node={node} />
        <MachineState node={node} />
        <PlacementBadge node={node} />
        <MailboxBadge node={node} />
        <RestartBadge node={node} />
      </span>
      <span class="row-pid">
        <PidLabel node={node} view={view} query={query} />
        <RestartNote node={node} view={view} />
      </span>
      <span class="row-module">
        <Highlight text={node.module} query={query} />
      </span>
      <span class="number row-handled">{formatCount(node.handled)}</span>
      <span class="number row-memory">{formatBytes(node.memory)}</span>
    </div>
  );
}

function Indent({ level }: { level: number }): JSX.Element {
  return <>{Array.from({ length: level - 1 }, (_, index) => <span key={index} class="indent" aria-hidden="true" />)}</>;
}
