/** What Deno and Node have and browsers do not. */
interface Immediate {
  readonly setImmediate?: (go: () => void) => unknown;
}

/**
 * Calls `go` in the next turn of the event loop: when every microtask has run, and what they bring about, however long a
 * chain of `await`s they make, and every rejection that nobody awaits has been told.
 *
 * By `setImmediate` where there is one, and by a new message port elsewhere. A port that is used again is no way to do
 * it: Deno takes the next message of an open one as soon as it is there, before the microtasks are done.
 */
export function inNextTask(go: () => void): void {
  const { setImmediate } = globalThis as Immediate;
  if (setImmediate === undefined) throughPort(go);
  else setImmediate(go);
}

/** The same, to be waited for. */
export function nextTask(): Promise<void> {
  return new Promise(inNextTask);
}

function throughPort(go: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    port2.close();
    go();
  };
  port2.postMessage(0);
}
