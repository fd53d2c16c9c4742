import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { MonitorModel } from "../models/monitor_model.ts";
import { TreeList } from "./tree_list.tsx";
import { pictureOf, TreePicture } from "./tree_picture.tsx";

/** What a {@linkcode SupervisionTree} shows. */
export interface SupervisionTreeProps {
  /** The models. */
  readonly model: MonitorModel;
}

/** The smallest size at which a picture can be read. */
const LEAST_ZOOM = 0.75;

/** A supervision tree, as a picture or as a list; while the page does not know which yet, as both. */
export function SupervisionTree({ model }: SupervisionTreeProps): JSX.Element {
  const shape = model.shape.value;
  const frame = useRef<HTMLDivElement>(null);
  const empty = model.tree.rows.value.length === 0;
  const { width, height } = pictureOf(model.tree);
  useLayoutEffect(() => {
    if (shape === "picture" && model.fitting.value) fit(model, frame.current);
  }, [shape, width, height]);
  if (empty) {
    const searching = model.tree.query.value !== "";
    return (
      <p class="empty empty-tree">
        {searching ? "Nothing matches the search." : "No supervisor is running. Start one, and its tree appears here."}
      </p>
    );
  }
  return (
    <>
      {shape !== "list" && (
        <div class="view view-picture" ref={frame}>
          <TreePicture model={model.tree} zoom={model.zoom.value} />
        </div>
      )}
      {shape !== "picture" && (
        <div class="view view-list">
          <TreeList model={model.tree} />
        </div>
      )}
    </>
  );
}

/** How much is left free when a picture is fitted, so that a newcomer finds room without a change of size. */
const HEADROOM = 0.94;

/** Makes the picture as large as its frame has room for; leaves it as it is where it fits and has been fitted before. */
export function fit(model: MonitorModel, frame: HTMLElement | null, options: { anew?: boolean } = {}): void {
  const { width, height } = pictureOf(model.tree);
  if (frame === null || width === 0 || frame.clientWidth === 0) return;
  const style = getComputedStyle(frame);
  const roomX = frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  const roomY = frame.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
  const room = Math.min(roomX / width, roomY / height);
  const { zoom, fitted } = model;
  if (fitted && !options.anew && room >= zoom.value) return;
  model.fitted = true;
  zoom.value = Math.max(LEAST_ZOOM, Math.floor(Math.min(room * HEADROOM, 1) * 50) / 50);
}
