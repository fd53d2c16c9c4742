import { renderToString } from "preact-render-to-string";
import { MonitorModel } from "../models/monitor_model.ts";
import { RemoteSource } from "../sources/remote_source.ts";
import type { SnapshotMessage } from "../sources/wire.ts";
import { Monitor } from "../widgets/monitor.tsx";
import { Layout, type PageAssets } from "./layout.tsx";

/** What the page of supervisors is made of. */
export interface SupervisorsPageOptions {
  /** Its files. */
  readonly assets: PageAssets;
  /** Where the client follows what happens. */
  readonly events: string;
  /** Where the client finds the operations. */
  readonly operations: string;
}

/**
 * The page of supervisors as a document: readable as it is, and brought to life by the client, which begins with the same
 * snapshot and so with the same elements.
 */
export function supervisorsPage(snapshot: SnapshotMessage, options: SupervisorsPageOptions): string {
  const { assets, events, operations } = options;
  // The server draws what the client will draw first: a source that has its snapshot and waits for more.
  using source = new RemoteSource({ initial: snapshot, fetch: () => new Promise(() => {}) });
  using model = new MonitorModel(source);
  const document = renderToString(
    <Layout title="Supervisors" path="/supervisors" assets={assets} data={snapshot}>
      <div id="monitor" data-events={events} data-operations={operations}>
        <Monitor model={model} />
      </div>
    </Layout>,
  );
  return `<!doctype html>${document}`;
}
