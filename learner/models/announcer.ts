import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Alarm, type Clock, RealClock, type Subscription } from "@superlearner/otp";
import type { Source } from "../sources/source.ts";

/** How a {@linkcode Announcer} speaks. */
export interface AnnouncerOptions {
  /** The shortest time between two sentences, in milliseconds. @default {2000} */
  everyMs?: number;
  /** Whose alarms it uses. @default the machine's clock */
  clock?: Clock;
}

/** Says what happened for those who cannot see it: at most one sentence in a while, summed up. */
export class Announcer implements Disposable {
  readonly #text: Signal<string> = signal("");
  readonly #subscription: Subscription;
  readonly #clock: Clock;
  readonly #everyMs: number;
  readonly #crashed: string[] = [];
  readonly #restarted: string[] = [];
  readonly #other: string[] = [];
  #spokenAt = -Infinity;
  #alarm: Alarm | undefined;

  /** Listens to a source from now on. */
  constructor(source: Source, options: AnnouncerOptions = {}) {
    const { everyMs = 2000, clock = new RealClock() } = options;
    this.#everyMs = everyMs;
    this.#clock = clock;
    this.#subscription = source.subscribe({
      event: (event) => {
        if (event.type === "process.exited" && event.crashed) this.#crashed.push(event.name ?? event.pid);
        else if (event.type === "child.restarted") this.#restarted.push(named(event.child, event.childPid));
        else if (event.type === "supervisor.gave_up") this.#other.push(`The supervisor ${event.pid} gave up`);
        else if (event.type === "mailbox.overloaded") this.#other.push(`${event.pid} is overloaded`);
        else if (event.type === "worker.unstoppable") this.#other.push(`The worker of ${event.pid} cannot be stopped`);
        else return;
        this.#soon();
      },
    });
  }

  /** The last sentence: the content of a polite live region. */
  get text(): ReadonlySignal<string> {
    return this.#text;
  }

  /** Says something of the page's own, when it is its turn. */
  say(sentence: string): void {
    this.#other.push(sentence);
    this.#soon();
  }

  /** Falls silent. */
  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
    this.#alarm?.cancel();
  }

  #soon(): void {
    if (this.#alarm !== undefined) return;
    // What belongs together happens within a moment, so even the first sentence waits for the rest of it.
    const atMs = Math.max(this.#clock.now() + 50, this.#spokenAt + this.#everyMs);
    this.#alarm = this.#clock.setAlarm(atMs, () => {
      this.#alarm = undefined;
      this.#spokenAt = this.#clock.now();
      const parts = [
        ...this.#other.splice(0),
        sum(this.#crashed.splice(0), "crashed"),
        sum(this.#restarted.splice(0), "restarted"),
      ];
      this.#text.value = parts.filter((part) => part !== "").join(", ");
    });
  }
}

function sum(names: readonly string[], what: string): string {
  if (names.length === 0) return "";
  return names.length <= 3 ? `${names.join(" and ")} ${what}` : `${names.length} processes ${what}`;
}

function named(child: string, pid: string | undefined): string {
  return child.startsWith("#") ? pid ?? child : child;
}
