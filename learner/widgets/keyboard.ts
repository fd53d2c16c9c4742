import type { MonitorModel } from "../models/monitor_model.ts";
import type { Direction } from "../models/tree_model.ts";

/** What the keys do that a model cannot do by itself. */
export interface KeyActions {
  /** Puts the cursor into the search. */
  readonly search: () => void;
  /** Puts the focus on a place of the tree. */
  readonly focus: (place: string) => void;
  /** Shows the picture in place of the list, or the other way round. */
  readonly turn: () => void;
}

/** What of a key press matters. */
export interface Press {
  /** The key. */
  readonly key: string;
  /** Whether somebody is typing a text. */
  readonly typing: boolean;
  /** Whether the tree has the focus. */
  readonly inTree: boolean;
  /** Whether a key that means a command of the browser is held. */
  readonly modified: boolean;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  ArrowRight: "in",
  ArrowLeft: "out",
  Home: "first",
  End: "last",
};

/** Does what a key asks for. Returns whether it was one of ours. */
export function pressKey(model: MonitorModel, press: Press, actions: KeyActions): boolean {
  const { key, typing, inTree, modified } = press;
  const { tree, commands, helping } = model;
  if (modified || commands.asking.value !== undefined || helping.value) return false;
  if (key === "Escape") return escape(model, press, actions);
  if (typing) return false;
  const direction = ARROWS[key];
  if (direction !== undefined && inTree) {
    const place = tree.move(direction);
    if (place !== undefined) actions.focus(place);
    return true;
  }
  switch (key) {
    case "/":
      actions.search();
      return true;
    case "?":
      helping.value = true;
      return true;
    case "v":
      actions.turn();
      return true;
    case "x": {
      const node = tree.node((inTree ? tree.focus.value : undefined) ?? tree.selected.value ?? tree.focus.value);
      if (node !== undefined) commands.askKill(node);
      return node !== undefined;
    }
    case "Enter":
    case " ":
      if (!inTree) return false;
      tree.select(tree.tabStop);
      return true;
    default:
      return false;
  }
}

function escape(model: MonitorModel, { typing }: Press, actions: KeyActions): boolean {
  const { tree } = model;
  const { tabStop } = tree;
  if (typing && tree.query.value !== "") tree.query.value = "";
  else if (!typing && tree.selected.value !== undefined) {
    const place = tree.selected.value;
    tree.select(undefined);
    actions.focus(place);
  } else if (tabStop !== undefined) actions.focus(tabStop);
  return true;
}
