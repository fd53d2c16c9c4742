/** The inside of a worker; imported by what `worker_transport.ts` makes the worker's first module. */
import { sharedLocks } from "./_locks.ts";
import { PortTransport } from "./port_transport.ts";
import { serve, type ServeOptions } from "./serve.ts";

/** What a worker is told when it begins. */
export interface WorkerMainOptions extends ServeOptions {
  /** The lock that it holds as long as it lives. */
  readonly lock: string;
}

interface WorkerScope {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
}

/** Serves a module to the thread that made this worker; what else it is told comes with the first message. */
export async function serveWorker(load: () => Promise<object>): Promise<void> {
  const scope = globalThis as unknown as WorkerScope;
  const { postMessage } = scope;
  const { data, ports } = await new Promise<MessageEvent<WorkerMainOptions>>((resolve) => scope.onmessage = resolve);
  scope.onmessage = null;
  // Whoever waits for this lock gets it when this thread is gone, whatever ended it.
  await new Promise<void>((held) => {
    void sharedLocks().request(data.lock, () => (held(), new Promise(() => {})));
  });
  postMessage("locked");
  await serve(load, { ...data, transport: new PortTransport(ports[0]!) });
}
