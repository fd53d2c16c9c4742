import { hydrate } from "preact";
import { MonitorModel } from "../models/monitor_model.ts";
import { RemoteSource } from "../sources/remote_source.ts";
import type { SnapshotMessage } from "../sources/wire.ts";
import { Monitor } from "../widgets/monitor.tsx";

/** Brings the page that the server has rendered to life. */
function start(): void {
  const root = document.getElementById("monitor");
  const data = document.getElementById("snapshot")?.textContent;
  if (root === null || data === undefined || data === null) return;
  const initial = JSON.parse(data) as SnapshotMessage;
  const { events, operations } = root.dataset;
  const model = new MonitorModel(
    new RemoteSource({
      initial,
      ...(events === undefined ? {} : { events }),
      ...(operations === undefined ? {} : { operations }),
    }),
  );
  const choose = (shape: string) => document.dispatchEvent(new CustomEvent("superlearner:view", { detail: shape }));
  hydrate(<Monitor model={model} onShape={choose} />, root);
  // From here on only the rendering that is seen is kept up to date.
  model.shape.value = document.documentElement.dataset["view"] === "list" ? "list" : "picture";
  root.dataset["ready"] = "";
}

start();
