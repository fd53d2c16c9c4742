import { encodeForHost } from "./codec.ts";
import type { Transport, TransportListener } from "@superlearner/otp/remote";

/** The way from the System of a guest to its host's, as a transport: packets leave and come with the turns. */
export class HostLine implements Transport {
  /** What it is, for people. */
  readonly kind = "sandbox";
  readonly #send: (packet: unknown) => void;
  #listener: TransportListener | null = null;
  #early: unknown[] = [];

  /** @param send Takes a packet, or throws if it cannot cross. */
  constructor(send: (packet: unknown) => void) {
    this.#send = send;
  }

  /** Begins. */
  open(listener: TransportListener): void {
    void Promise.resolve().then(() => {
      this.#listener = listener;
      for (const each of this.#early.splice(0)) listener.received(each);
    });
  }

  /** Sends a packet. */
  send(data: unknown): void {
    this.#send(data);
  }

  /** Whether a value can cross: the host's codec takes less than `structuredClone`, no cycles for one. */
  canSend(value: unknown): boolean {
    try {
      encodeForHost(value);
      return true;
    } catch {
      return false;
    }
  }

  /** Nothing comes any more. */
  close(): void {
    this.#listener = { received() {}, closed() {} };
  }

  /** A packet has come. */
  received(packet: unknown): void {
    if (this.#listener === null) this.#early.push(packet);
    else this.#listener.received(packet);
  }
}
