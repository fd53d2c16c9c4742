import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MonitorModel } from "../models/monitor_model.ts";
import { HelpDialog } from "./help_dialog.tsx";
import { HistoryList } from "./history_list.tsx";
import { pressKey } from "./keyboard.ts";
import { KillDialog } from "./kill_dialog.tsx";
import { ProcessInspector } from "./process_inspector.tsx";
import { fit, SupervisionTree } from "./supervision_tree.tsx";
import { Toolbar } from "./toolbar.tsx";

/** What a {@linkcode Monitor} shows. */
export interface MonitorProps {
  /** The models of one source. */
  readonly model: MonitorModel;
  /** Called when a rendering was chosen, so that the choice can be kept. @default {nothing} */
  readonly onShape?: (shape: "picture" | "list") => void;
}

/** The supervision trees of a System with all that belongs to them: figures, search, inspector, events, and the keys. */
export function Monitor({ model, onShape }: MonitorProps): JSX.Element {
  const root = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const { tree } = model;
  const selected = tree.selected.value;
  const turnTo = (shape: "picture" | "list") => {
    model.shape.value = shape;
    onShape?.(shape);
  };
  const focusNow = (place: string): boolean => {
    for (const element of root.current?.querySelectorAll<HTMLElement>("[data-place]") ?? []) {
      if (element.dataset["place"] !== place || element.offsetParent === null) continue;
      element.focus();
      element.scrollIntoView({ block: "nearest", inline: "nearest" });
      return true;
    }
    return false;
  };
  const focusPlace = (place: string) => {
    if (focusNow(place)) return;
    // A place that was just opened is there after the next rendering; by then the focus may have been put elsewhere.
    const before = document.activeElement;
    requestAnimationFrame(() => document.activeElement === before && focusNow(place));
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : document.body;
      const press = {
        key: event.key,
        typing: target.matches("input, textarea, select"),
        inTree: target.closest("[role=tree]") !== null,
        modified: event.ctrlKey || event.metaKey || event.altKey,
      };
      const ours = pressKey(model, press, {
        search: () => search.current?.select(),
        focus: focusPlace,
        turn: () => turnTo(model.shape.value === "list" ? "picture" : "list"),
      });
      if (ours) event.preventDefault();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [model]);
  const close = () => {
    tree.select(undefined);
    if (selected !== undefined) focusPlace(selected);
  };
  return (
    <div class={selected === undefined ? "monitor" : "monitor monitor-inspecting"} ref={root}>
      <Toolbar
        model={model}
        search={search}
        onShape={turnTo}
        onFit={() => {
          model.fitting.value = true;
          fit(model, root.current?.querySelector<HTMLElement>(".view-picture") ?? null, { anew: true });
        }}
      />
      <div class="stage">
        <SupervisionTree model={model} />
      </div>
      <aside class="side" aria-label="Details">
        {selected === undefined
          ? (
            <p class="hint">
              Choose a process to inspect it, or press <kbd>x</kbd> on it to kill it and watch its supervisor.
            </p>
          )
          : <ProcessInspector model={model} onClose={close} />}
        <HistoryList model={model.history} onChoose={(place) => tree.select(place)} />
      </aside>
      <p class="hidden" role="status" aria-live="polite">{model.announcer.text.value}</p>
      <KillDialog model={model} />
      <HelpDialog model={model} />
    </div>
  );
}
