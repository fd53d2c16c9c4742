import type { WallEnd, WallListener } from "./wall.ts";
import type { FromWall } from "./wall_protocol.ts";

/** Keeps what a wall tells until there is somebody to hear it. */
export class Early implements WallListener {
  #listener: WallListener | undefined;
  readonly #messages: FromWall[] = [];
  #end: WallEnd | undefined;

  /** Whether it has ended. */
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Somebody is there. */
  listen(listener: WallListener): void {
    this.#listener = listener;
    for (const each of this.#messages.splice(0)) listener.received(each);
    if (this.#end !== undefined) listener.ended(this.#end);
  }

  /** Something was said. */
  received(message: FromWall): void {
    if (this.#listener === undefined) this.#messages.push(message);
    else this.#listener.received(message);
  }

  /** It is gone; only the first time counts. */
  ended(end: WallEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#listener?.ended(end);
  }
}
