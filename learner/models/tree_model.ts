import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Alarm, type Clock, type Pid, RealClock, type Subscription, type TreeNode } from "@superlearner/otp";
import type { Source } from "../sources/source.ts";
import { type Look, lookOf } from "./look.ts";
import { type PlaybackOptions, type Playing, RestartPlayback } from "./restart_playback.ts";
import { type NodeTest, parseQuery } from "./search.ts";
import { MORE, rowsOf, type TreeRow } from "./tree_rows.ts";

/** How a {@linkcode TreeModel} behaves. */
export interface TreeModelOptions extends PlaybackOptions {
  /** How long a process looks busy after it has handled something, in milliseconds. @default {1000} */
  activeMs?: number;
  /** Whose alarms it uses. @default the machine's clock */
  clock?: Clock;
}

/** Where the arrow keys lead. */
export type Direction = "next" | "previous" | "in" | "out" | "first" | "last";

/** What a place shows now. */
export interface PlaceView {
  /** Its state. */
  readonly look: Look;
  /** The pid to be shown: the old one while its exit is shown. */
  readonly pid: Pid | undefined;
  /** The restart that is being shown, if one is. */
  readonly playing: Playing | undefined;
}

/** The view state of a supervision tree: what is folded, focused, selected, searched, and how restarts are shown. */
export class TreeModel implements Disposable {
  readonly #source: Source;
  readonly #subscription: Subscription;
  readonly #playback: RestartPlayback;
  readonly #clock: Clock;
  readonly #activeMs: number;
  readonly #forest: Signal<readonly TreeNode[]>;
  readonly #nodes: ReadonlySignal<ReadonlyMap<string, TreeNode>>;
  readonly #pids: ReadonlySignal<ReadonlyMap<Pid, TreeNode>>;
  readonly #active = signal<ReadonlyMap<string, number>>(new Map());
  readonly #opened = signal<ReadonlyMap<string, boolean>>(new Map());
  #alarm: Alarm | undefined;

  /** What is typed into the search. */
  readonly query: Signal<string> = signal("");
  /** The place that has the focus; the arrow keys move it. */
  readonly focus: Signal<string | undefined> = signal(undefined);
  /** The place that is being inspected. */
  readonly selected: Signal<string | undefined> = signal(undefined);
  /** The visible rows, top to bottom. */
  readonly rows: ReadonlySignal<readonly TreeRow[]>;
  /** What the search means; `undefined` where nothing is searched for. */
  readonly test: ReadonlySignal<NodeTest | undefined>;

  /** Makes the model of a source, and listens to it until it is disposed of. */
  constructor(source: Source, options: TreeModelOptions = {}) {
    const { activeMs = 1000, clock = new RealClock() } = options;
    this.#source = source;
    this.#clock = clock;
    this.#activeMs = activeMs;
    this.#playback = new RestartPlayback({ ...options, clock });
    this.#forest = signal(source.forest);
    this.#nodes = computed(() => new Map(all(this.#forest.value).map((node) => [node.place, node])));
    this.#pids = computed(() =>
      new Map(all(this.#forest.value).flatMap((node) => node.pid === undefined ? [] : [[node.pid, node]]))
    );
    this.test = computed(() => parseQuery(this.query.value));
    this.rows = computed(() => rowsOf(this.#forest.value, { opened: this.#opened.value, test: this.test.value }));
    this.#subscription = source.subscribe({
      forest: (forest) => this.#changed(forest),
      event: (event) => this.#playback.take(event, (pid) => this.#pids.value.get(pid)),
    });
    this.#changed(source.forest);
  }

  /** The forest. */
  get forest(): ReadonlySignal<readonly TreeNode[]> {
    return this.#forest;
  }

  /** Where it comes from. */
  get source(): Source {
    return this.#source;
  }

  /** The place that can be reached by Tab: the focused one if it is visible, else the first. */
  get tabStop(): string | undefined {
    const rows = this.rows.value;
    const focus = this.focus.value;
    return rows.some(({ place }) => place === focus) ? focus : rows[0]?.place;
  }

  /** The node in a place. */
  node(place: string | undefined): TreeNode | undefined {
    return place === undefined ? undefined : this.#nodes.value.get(place);
  }

  /** The node above a place. */
  parentOf(place: string): TreeNode | undefined {
    return all(this.#forest.value).find(({ children }) => children.some((child) => child.place === place));
  }

  /** The node of a living process. */
  nodeOf(pid: Pid): TreeNode | undefined {
    return this.#pids.value.get(pid);
  }

  /** What a place shows now. */
  view(node: TreeNode): PlaceView {
    const playing = this.#playback.playing.value.get(node.place);
    if (playing?.phase === "exit") {
      return { look: playing.cause ? "crashed" : "stopped", pid: playing.oldPid, playing };
    }
    if (playing?.phase === "gap") return { look: "restarting", pid: undefined, playing };
    const look = lookOf(node, { active: this.#active.value.has(node.place) });
    return { look, pid: node.pid, playing };
  }

  /** Opens or closes a place, or shows what stands behind "more". */
  toggle(place: string): void {
    const row = this.rows.value.find((each) => each.place === place);
    if (row === undefined || (row.expanded === undefined && row.node !== undefined)) return;
    this.#open(place, row.node === undefined || !row.expanded);
  }

  /** Opens all places, or closes all but the roots. */
  openAll(open: boolean): void {
    const nodes = all(this.#forest.value).filter(({ children }) => children.length > 0);
    this.#opened.value = new Map(nodes.map(({ place }) => [place, open || this.parentOf(place) === undefined]));
  }

  /** Inspects a place, or shows what stands behind "more"; nothing with `undefined`. */
  select(place: string | undefined): void {
    batch(() => {
      if (place?.endsWith(MORE)) return this.toggle(place);
      this.selected.value = place;
      if (place !== undefined) this.focus.value = place;
    });
  }

  /** Moves the focus as the arrow keys of a tree do, and gives the place it is on then. */
  move(direction: Direction): string | undefined {
    const rows = this.rows.value;
    const at = Math.max(0, rows.findIndex(({ place }) => place === this.tabStop));
    const row = rows[at];
    if (row === undefined) return undefined;
    if (direction === "in" && row.expanded === false) this.#open(row.place, true);
    else if (direction === "out" && row.expanded === true && this.test.value === undefined) {
      this.#open(row.place, false);
    } else this.focus.value = target(rows, at, direction)?.place ?? row.place;
    return this.tabStop;
  }

  /** Stops listening. */
  [Symbol.dispose](): void {
    this.#subscription.unsubscribe();
    this.#playback[Symbol.dispose]();
    this.#alarm?.cancel();
  }

  #open(place: string, open: boolean): void {
    this.#opened.value = new Map(this.#opened.value).set(place, open);
  }

  #changed(forest: readonly TreeNode[]): void {
    batch(() => {
      const before = this.#nodes.peek();
      this.#forest.value = forest;
      const active = new Map(this.#active.peek());
      const untilMs = this.#clock.now() + this.#activeMs;
      for (const node of all(forest)) {
        const old = before.get(node.place);
        if (old !== undefined && old !== node && old.pid === node.pid && old.handled < node.handled) {
          active.set(node.place, untilMs);
        }
      }
      this.#active.value = active;
    });
    this.#calm();
  }

  /** Takes the look of being busy from those that have not been for a while. */
  #calm(): void {
    const now = this.#clock.now();
    const active = new Map([...this.#active.peek()].filter(([, untilMs]) => untilMs > now));
    if (active.size !== this.#active.peek().size) this.#active.value = active;
    this.#alarm?.cancel();
    this.#alarm = undefined;
    if (active.size > 0) this.#alarm = this.#clock.setAlarm(Math.min(...active.values()), () => this.#calm());
  }
}

function target(rows: readonly TreeRow[], at: number, direction: Direction): TreeRow | undefined {
  switch (direction) {
    case "next":
    case "in":
      return direction === "in" && rows[at]!.expanded === undefined ? rows[at] : rows[at + 1];
    case "previous":
      return rows[at - 1];
    case "out":
      return rows.find(({ place }) => place === rows[at]!.parent);
    case "first":
      return rows[0];
    case "last":
      return rows.at(-1);
  }
}

function all(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}
