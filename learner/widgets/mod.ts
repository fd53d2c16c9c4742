/**
 * The monitor's widgets: Preact components over a source, the same in the monitor, in a course and in any page of yours.
 *
 * ```tsx ignore
 * import { render } from "preact";
 * import { System } from "@superlearner/otp";
 * import { LocalSource } from "@superlearner/learner/sources";
 * import { Monitor, MonitorModel } from "@superlearner/learner/widgets";
 *
 * const system = new System();
 * render(<Monitor model={new MonitorModel(new LocalSource(system))} />, document.body);
 * ```
 *
 * They know neither a server nor Deno. Everything that comes from a process, its name, its state, its last words, is text
 * and never markup. The styles are in `widgets/tokens.css` and its neighbours.
 *
 * @module
 */

export { Announcer, type AnnouncerOptions } from "../models/announcer.ts";
export { type CommandResult, CommandsModel, type KillQuestion } from "../models/commands_model.ts";
export { type ConnectionLine, ConnectionModel } from "../models/connection_model.ts";
export { type HistoryEntry, HistoryModel, type Restarted } from "../models/history_model.ts";
export { type Inspected, InspectionModel } from "../models/inspection_model.ts";
export { type Look, LOOK_WORDS, lookOf } from "../models/look.ts";
export { MonitorModel, type TreeShape } from "../models/monitor_model.ts";
export { type Pulse, PulseModel } from "../models/pulse_model.ts";
export { type Phase, type PlaybackOptions, type Playing, RestartPlayback } from "../models/restart_playback.ts";
export { explainPlan, planKill, type RestartPlan } from "../models/restart_plan.ts";
export { type NodeTest, parseQuery } from "../models/search.ts";
export { type Direction, type PlaceView, TreeModel, type TreeModelOptions } from "../models/tree_model.ts";
export type { TreeRow } from "../models/tree_rows.ts";
export { ConnectionBadge, type ConnectionBadgeProps } from "./connection_badge.tsx";
export { HistoryList, type HistoryListProps } from "./history_list.tsx";
export { KillDialog, type KillDialogProps } from "./kill_dialog.tsx";
export { Monitor, type MonitorProps } from "./monitor.tsx";
export { ProcessInspector, type ProcessInspectorProps } from "./process_inspector.tsx";
export { PulseStrip, type PulseStripProps } from "./pulse_strip.tsx";
export { StateGlyph, type StateGlyphProps } from "./state_glyph.tsx";
export { StrategyExplainer, type StrategyExplainerProps } from "./strategy_explainer.tsx";
export { SupervisionTree, type SupervisionTreeProps } from "./supervision_tree.tsx";
export { TreeList, type TreeListProps } from "./tree_list.tsx";
export { TreePicture, type TreePictureProps } from "./tree_picture.tsx";
