import { type Signal, signal } from "@preact/signals";
import type { Clock } from "@superlearner/otp";
import type { Source } from "../sources/source.ts";
import { Announcer } from "./announcer.ts";
import { CommandsModel } from "./commands_model.ts";
import { ConnectionModel } from "./connection_model.ts";
import { HistoryModel } from "./history_model.ts";
import { InspectionModel } from "./inspection_model.ts";
import { PulseModel } from "./pulse_model.ts";
import { TreeModel } from "./tree_model.ts";

/** Which rendering of the tree is shown; `both` until it is known what the page has room for. */
export type TreeShape = "both" | "picture" | "list";

/** All models of the monitor over one source. */
export class MonitorModel implements Disposable {
  /** The tree. */
  readonly tree: TreeModel;
  /** What happened. */
  readonly history: HistoryModel;
  /** The figures. */
  readonly pulse: PulseModel;
  /** The line. */
  readonly connection: ConnectionModel;
  /** What is said aloud. */
  readonly announcer: Announcer;
  /** The selected process. */
  readonly inspection: InspectionModel;
  /** What can be done. */
  readonly commands: CommandsModel;
  /** Which rendering is shown. */
  readonly shape: Signal<TreeShape> = signal("both");
  /** How large the picture is drawn. */
  readonly zoom: Signal<number> = signal(0.9);
  /** Whether the size follows the window; until somebody chooses one. */
  readonly fitting: Signal<boolean> = signal(true);
  /** Whether the picture was fitted before: then it only ever becomes smaller by itself. */
  fitted: boolean = false;
  /** Whether the help is open. */
  readonly helping: Signal<boolean> = signal(false);

  /** Makes the models; they listen to the source until they are disposed of. */
  constructor(source: Source, options: { clock?: Clock } = {}) {
    this.tree = new TreeModel(source, options);
    this.history = new HistoryModel(source);
    this.pulse = new PulseModel(source, options);
    this.connection = new ConnectionModel(source, options);
    this.announcer = new Announcer(source, options);
    this.inspection = new InspectionModel(this.tree, options);
    this.commands = new CommandsModel(source);
  }

  /** Stops listening. The source is left as it is. */
  [Symbol.dispose](): void {
    this.inspection[Symbol.dispose]();
    this.announcer[Symbol.dispose]();
    this.connection[Symbol.dispose]();
    this.pulse[Symbol.dispose]();
    this.history[Symbol.dispose]();
    this.tree[Symbol.dispose]();
  }
}
