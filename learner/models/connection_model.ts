import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Alarm, type Clock, RealClock, type Subscription } from "@superlearner/otp";
import type { Connection, ConnectionStatus, Source } from "../sources/source.ts";

/** The line that every page has. */
export interface ConnectionLine {
  /** Whether what is shown is true now. */
  readonly status: ConnectionStatus;
  /** The same in words: "Live", "Disconnected for 12 s, next try in 3 s". */
  readonly text: string;
}

/** Says whether what is shown is true now. Counts seconds only while it is not. */
export class ConnectionModel implements Disposable {
  readonly #clock: Clock;
  readonly #subscription: Subscription;
  readonly #connection: Signal<Connection>;
  readonly #now: Signal<number>;
  #alarm: Alarm | undefined;

  /** The line. */
  readonly line: ReadonlySignal<ConnectionLine>;

  /** Listens to a source from now on. */
  constructor(source: Source, options: { clock?: Clock } = {}) {
    const { clock = new RealClock() } = options;
    this.#clock = clock;
    this.#connection = signal(source.connection);
    this.#now = signal(clock.wallTime());
    this.line = computed(() => lineOf(this.#connection.value, this.#now.value));
    this.#subscription = source.subscribe({ connection: (connection) => this.#changed(connection) });
    this.#changed(source.connection);
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
    this.#alarm?.cancel();
  }

  #changed(connection: Connection): void {
    this.#connection.value = connection;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#now.value = this.#clock.wallTime();
    if (connection.status === "stale") this.#tick();
  }

  #tick(): void {
    this.#alarm = this.#clock.setAlarm(this.#clock.now() + 1000, () => {
      this.#now.value = this.#clock.wallTime();
      this.#tick();
    });
  }
}

/** The line at a moment, in milliseconds since 1970. */
export function lineOf({ status, heardAt, retryAt }: Connection, now: number): ConnectionLine {
  switch (status) {
    case "live":
      return { status, text: "Live" };
    case "connecting":
      return { status, text: "Connecting" };
    case "closed":
      return { status, text: "Closed" };
    case "stale": {
      const seconds = (ms: number) => `${Math.max(0, Math.round(ms / 1000))} s`;
      const since = heardAt === undefined ? "" : ` for ${seconds(now - heardAt)}`;
      const next = retryAt === undefined || retryAt <= now ? "" : `, next try in ${seconds(retryAt - now)}`;
      return { status, text: `Disconnected${since}${next}` };
    }
  }
}
