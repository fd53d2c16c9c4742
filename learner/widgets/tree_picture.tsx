import type { JSX } from "preact";
import { titleOf } from "../models/look.ts";
import type { TreeModel } from "../models/tree_model.ts";
import type { TreeRow } from "../models/tree_rows.ts";
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
import { layoutTree, type PlacedNode, type TreeLayout } from "./tree_layout.ts";

/** How wide a card is, in pixels; the same number stands in the styles. */
export const CARD_WIDTH = 232;

/** What a {@linkcode TreePicture} shows. */
export interface TreePictureProps {
  /** The tree. */
  readonly model: TreeModel;
  /** How large it is drawn. @default {1} */
  readonly zoom?: number;
}

/** How high the card of a row is, in pixels. */
export function cardHeight({ node }: TreeRow): number {
  if (node === undefined) return 36;
  return node.supervisor === undefined ? 48 : 70;
}

/** The layout of what a model shows. */
export function pictureOf(model: TreeModel): TreeLayout {
  return layoutTree(model.rows.value, { width: CARD_WIDTH, heightOf: cardHeight, gapY: 9 });
}

/** A supervision tree as a picture: a card for each place, which a restart never moves. */
export function TreePicture({ model, zoom = 1 }: TreePictureProps): JSX.Element {
  const { nodes, edges, width, height } = pictureOf(model);
  const playing = (place: string) => {
    const node = model.node(place);
    return node === undefined ? undefined : model.view(node).playing?.phase;
  };
  return (
    <div class="picture" style={{ width: `${width * zoom}px`, height: `${height * zoom}px` }}>
      <div
        class="picture-sheet"
        role="tree"
        aria-label="Supervision tree"
        style={{ width: `${width}px`, height: `${height}px`, transform: `scale(${zoom})` }}
      >
        <svg class="edges" width={width} height={height} aria-hidden="true">
          {edges.map(({ place, path }) => (
            <path
              key={place}
              d={path}
              style={{ d: `path("${path}")` }}
              class={`edge edge-${playing(place) ?? "rest"}`}
            />
          ))}
        </svg>
        {nodes.map((placed) => <Card key={placed.row.place} model={model} placed={placed} />)}
      </div>
    </div>
  );
}

function Card({ model, placed }: { model: TreeModel; placed: PlacedNode }): JSX.Element {
  const { row, x, y, width, height } = placed;
  const { place, node, level, position, siblings, expanded, more, matches } = row;
  const box = { transform: `translate(${x}px, ${y}px)`, width: `${width}px`, height: `${height}px` };
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
      <div class="slot" role="none" style={box}>
        <button type="button" class="card card-more" {...common}>and {more} more</button>
      </div>
    );
  }
  const view = model.view(node);
  const query = model.query.value;
  const title = titleOf(node);
  const classes = [
    "card",
    `is-${view.look}`,
    node.supervisor === undefined ? "card-worker" : "card-supervisor",
    view.playing === undefined ? "" : `phase-${view.playing.phase}`,
    matches ? "" : "is-other",
  ];
  return (
    <div class="slot" role="none" style={box}>
      <button
        type="button"
        class={classes.filter((one) => one !== "").join(" ")}
        {...common}
        {...(expanded === undefined ? {} : { "aria-expanded": expanded })}
        aria-selected={model.selected.value === place}
      >
        <span class="card-line">
          <StateGlyph look={view.look} />
          <span class="card-id" title={title}>
            <Highlight text={title} query={query} />
          </span>
          <PlacementBadge node={node} />
          <MailboxBadge node={node} />
          <RestartBadge node={node} />
        </span>
        <span class="card-line card-small">
          {title !== node.module && (
            <span class="module">
              <Highlight text={node.module} query={query} />
            </span>
          )}
          <MachineState node={node} />
          <RestartNote node={node} view={view} />
          <PidLabel node={node} view={view} query={query} />
        </span>
        <StrategyLabel node={node} />
      </button>
      {expanded !== undefined && (
        <button
          type="button"
          class="fold"
          tabIndex={-1}
          aria-hidden="true"
          title={expanded ? "Close" : `Open ${node.children.length}`}
          onClick={() => model.toggle(place)}
        >
          {expanded ? "−" : node.children.length}
        </button>
      )}
    </div>
  );
}
