import type { ExitReason } from "../processes/exit_reason.ts";

/** What a transport tells of what comes. Nothing of it throws. */
export interface TransportListener {
  /** Something came in. Not checked yet: whoever gets it reads it as `unknown`. */
  received(data: unknown): void;
  /** The way to the other side is closed for good. Told once, unless this side closed it. */
  closed(reason: ExitReason): void;
}

/**
 * A way to one other System. It carries values that `structuredClone` takes; it may lose, double, delay and reorder them
 * (the connection on top makes an order of it, or ends), and it need not notice that the other side is gone.
 */
export interface Transport {
  /** What it is, for people: `"memory"`, `"worker"`, `"process"`. */
  readonly kind: string;
  /** Whether parts of a value can be moved; where not, they are copied. @default {false} */
  readonly moves?: boolean;
  /** Begins. Called once, before anything is sent; what has come in by then is handed over once this has returned. */
  open(listener: TransportListener): void;
  /**
   * Sends a value; `parts` of it are moved.
   *
   * @throws If the value cannot be sent. Nothing of it is, then, and the next is sent as ever.
   */
  send(data: unknown, parts: readonly Transferable[]): void;
  /**
   * Whether a value can be sent. Asked for the parts of an exit reason, of which only what cannot is made a text.
   *
   * @default what `structuredClone` takes
   */
  canSend?(value: unknown): boolean;
  /** Closes it from this side: nothing comes any more. Settles when nothing of it is left. Again does nothing. */
  close(): void | Promise<void>;
}
