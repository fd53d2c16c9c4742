import type { Transport, TransportListener } from "@superlearner/otp/remote";
import { encode } from "../guest/codec.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { LimitExcess } from "./life_options.ts";
import type { PacketFilter } from "./packet_filter.ts";

/** What the way to a guest is made of. */
export interface HostLineOptions {
  /** What is let through. */
  readonly filter: PacketFilter;
  /** How long one message may be, in characters. */
  readonly messageBytes: number;
  /** The time for errors, in milliseconds since 1970. */
  readonly now: () => number;
  /** Sends a text to the guest. */
  readonly send: (text: string) => void;
  /** The System of the guest has left. */
  readonly left: () => void;
  /** Told of a text that is too long. */
  readonly limited?: (excess: LimitExcess) => void;
}

/** The way from the host's System to that of a guest, as a transport. */
export class HostLine implements Transport {
  /** What it is, for people. */
  readonly kind = "sandbox";
  readonly #options: HostLineOptions;
  #listener: TransportListener | null = null;
  #closed = false;

  /** Makes it. */
  constructor(options: HostLineOptions) {
    this.#options = options;
  }

  /** Begins. */
  open(listener: TransportListener): void {
    this.#listener = listener;
  }

  /** Sends a packet. @throws {SandboxError} If it is too long. @throws {CodecError} If it cannot cross. */
  send(packet: unknown): void {
    if (this.#closed) return;
    const { filter, send } = this.#options;
    const text = encode(["frame", packet]);
    this.checkLength("send to a sandbox", text);
    filter.sent(text, senderOf(packet));
    send(text);
  }

  /** @throws {SandboxError} If a text is too long. */
  checkLength(action: string, text: string): void {
    const { messageBytes: value, now, limited } = this.#options;
    if (text.length <= value) return;
    const used = text.length;
    const excess: LimitExcess = { kind: "limit_exceeded", limit: "messageBytes", value, used, at: now() };
    limited?.(excess);
    throw new SandboxError(action, excess);
  }

  /** A packet of the guest has come. @throws {BadPacket} If it is none that a guest may send. */
  received(packet: unknown): void {
    if (this.#closed) return;
    this.#listener?.received(this.#options.filter.received(packet));
  }

  /** The wall is gone: whoever waits for the guest hears of it. */
  end(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#listener?.closed("noconnection");
  }

  /** The connection is over, because of the guest or of its host. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#options.left();
  }
}

/** The process that a packet of ours is from, as it is named on the wire. */
function senderOf(packet: unknown): string | undefined {
  const from = (packet as { readonly frame?: { readonly from?: unknown } }).frame?.from;
  return typeof from === "string" ? from : undefined;
}
