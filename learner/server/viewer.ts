/** What a {@linkcode Viewer} needs of whoever feeds it. */
export interface ViewerOptions {
  /** Gives everything there is, as one message; asked when the viewer has missed a change. */
  readonly snapshot: () => string;
  /** Called once when the viewer is gone, by itself or dropped. */
  readonly gone: () => void;
  /** How many messages may wait; one more, and the viewer is dropped. @default {1000} */
  readonly mostWaiting?: number;
}

/**
 * One who looks on: a stream of server-sent events with a bounded queue. Where the viewer is slow, changes are left out
 * and made up for by a snapshot; events are not left out, so a viewer that is too slow for them is dropped.
 */
export class Viewer {
  readonly #options: ViewerOptions;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #waiting: string[] = [];
  #behind = false;
  #hungry = false;

  /** What goes to the viewer. */
  readonly stream: ReadableStream<Uint8Array>;

  /** Makes a viewer that has seen nothing yet. */
  constructor(options: ViewerOptions) {
    this.#options = options;
    this.stream = new ReadableStream({
      start: (controller) => void (this.#controller = controller),
      pull: () => this.#pull(),
      cancel: () => this.#leave(),
    }, { highWaterMark: 0 });
  }

  /** Tells something that must not be left out. */
  tell(message: string): void {
    this.#waiting.push(message);
    if (this.#hungry) this.#pull();
    else if (this.#waiting.length > (this.#options.mostWaiting ?? 1000)) this.close();
  }

  /** Tells a change that a later snapshot would tell as well. */
  change(message: string): void {
    if (this.#hungry) this.tell(message);
    else this.#behind = true;
  }

  /** Ends the stream. The viewer may come back and be told what it has missed. */
  close(): void {
    if (this.#controller === undefined) return;
    this.#controller.close();
    this.#leave();
  }

  #pull(): void {
    if (this.#behind) {
      this.#behind = false;
      this.#waiting.push(this.#options.snapshot());
    }
    this.#hungry = this.#waiting.length === 0;
    if (this.#hungry) return;
    this.#controller?.enqueue(this.#encoder.encode(this.#waiting.join("")));
    this.#waiting = [];
  }

  #leave(): void {
    if (this.#controller === undefined) return;
    this.#controller = undefined;
    this.#waiting = [];
    this.#hungry = false;
    this.#options.gone();
  }
}
