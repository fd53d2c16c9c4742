import type { JSX } from "preact";
import type { Ref } from "preact";
import type { MonitorModel } from "../models/monitor_model.ts";
import { ConnectionBadge } from "./connection_badge.tsx";
import { PulseStrip } from "./pulse_strip.tsx";

/** What a {@linkcode Toolbar} needs. */
export interface ToolbarProps {
  /** The models. */
  readonly model: MonitorModel;
  /** Where the search field is put, so that a key can reach it. */
  readonly search: Ref<HTMLInputElement>;
  /** Called with the rendering that was chosen. */
  readonly onShape: (shape: "picture" | "list") => void;
  /** Called when the picture is to be made to fit. */
  readonly onFit: () => void;
}

const ZOOMS: readonly number[] = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5];

/** What stands above the tree: the figures, the line, the search, and how the tree is shown. */
export function Toolbar({ model, search, onShape, onFit }: ToolbarProps): JSX.Element {
  const { tree, zoom } = model;
  const shape = model.shape.value;
  const step = (up: boolean) => {
    const now = zoom.value;
    model.fitting.value = false;
    zoom.value = (up ? ZOOMS.find((one) => one > now + 0.01) : ZOOMS.findLast((one) => one < now - 0.01)) ?? now;
  };
  return (
    <div class="toolbar">
      <div class="toolbar-line">
        <h1>Supervisors</h1>
        <ConnectionBadge model={model.connection} />
        <PulseStrip model={model.pulse} />
      </div>
      <div class="toolbar-line">
        <search class="search">
          <span class="search-icon" aria-hidden="true">⌕</span>
          <input
            ref={search}
            type="search"
            aria-label="Search processes"
            placeholder="Search id, pid, module, status:suspended"
            spellcheck={false}
            value={tree.query.value}
            onInput={(event) => void (tree.query.value = event.currentTarget.value)}
          />
          <kbd aria-hidden="true">/</kbd>
        </search>
        <div class="segments" role="group" aria-label="Show the tree as">
          <button type="button" aria-pressed={shape === "picture"} onClick={() => onShape("picture")}>Picture</button>
          <button type="button" aria-pressed={shape === "list"} onClick={() => onShape("list")}>List</button>
        </div>
        <div class="segments folds" role="group" aria-label="Fold">
          <button type="button" onClick={() => tree.openAll(true)}>Open all</button>
          <button type="button" onClick={() => tree.openAll(false)}>Close all</button>
        </div>
        <div class="segments zooms" role="group" aria-label="Zoom" hidden={shape === "list"}>
          <button type="button" aria-label="Smaller" onClick={() => step(false)}>−</button>
          <button type="button" onClick={onFit} title="Fit to the window">{Math.round(zoom.value * 100)} %</button>
          <button type="button" aria-label="Larger" onClick={() => step(true)}>+</button>
        </div>
        <button
          type="button"
          class="icon help-button"
          aria-label="Keys and shapes"
          title="Keys and shapes (?)"
          onClick={() => void (model.helping.value = true)}
        >
          ?
        </button>
      </div>
    </div>
  );
}
