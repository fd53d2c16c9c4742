import type { Transport, TransportListener } from "../remote/transport.ts";

/** A message port as a transport: what the two sides of a worker talk over. Moves buffers, ports and streams. */
export class PortTransport implements Transport {
  readonly kind = "worker";
  readonly moves = true;
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    this.#port = port;
  }

  open(listener: TransportListener): void {
    this.#port.onmessageerror = () => listener.received(undefined);
    this.#port.onmessage = ({ data }) => listener.received(data);
  }

  send(data: unknown, parts: readonly Transferable[]): void {
    this.#port.postMessage(data, [...parts]);
  }

  close(): void {
    this.#port.onmessage = this.#port.onmessageerror = null;
    this.#port.close();
  }
}
