import { assertEquals } from "@std/assert";
import { watchOffice } from "../testdata/monitor.ts";
import { type Press, pressKey } from "./keyboard.ts";

type Change = Partial<Omit<Press, "key">>;

Deno.test("pressKey - the arrows move in the tree, and nowhere else", () => {
  using at = watchOffice();
  const did: string[] = [];
  const press = (key: string, change: Change = {}) =>
    pressKey(at.model, { key, typing: false, inTree: true, modified: false, ...change }, {
      search: () => void did.push("search"),
      focus: (place) => void did.push(place),
      turn: () => void did.push("turn"),
    });
  assertEquals([press("ArrowDown"), press("End"), press("Home")], [true, true, true]);
  assertEquals(did, ["office/anna", "office/carl", "office"]);
  assertEquals(press("ArrowDown", { inTree: false }), false);
  assertEquals(press("ArrowDown", { modified: true }), false);
  assertEquals([press("/"), press("v"), press("q")], [true, true, false]);
  assertEquals(did.slice(3), ["search", "turn"]);
});

Deno.test("pressKey - letters are letters while somebody types", () => {
  using at = watchOffice();
  const actions = { search() {}, focus() {}, turn() {} };
  const press = (key: string, change: Change = {}) =>
    pressKey(at.model, { key, typing: true, inTree: false, modified: false, ...change }, actions);
  assertEquals([press("x"), press("/"), press("?")], [false, false, false]);
  at.model.tree.query.value = "anna";
  assertEquals([press("Escape"), at.model.tree.query.value], [true, ""]);
});

Deno.test("pressKey - inspects, asks, and goes back step by step", () => {
  using at = watchOffice();
  const focused: string[] = [];
  const actions = { search() {}, focus: (place: string) => void focused.push(place), turn() {} };
  const press = (key: string, inTree = true) =>
    pressKey(at.model, { key, typing: false, inTree, modified: false }, actions);
  press("ArrowDown");
  press("Enter");
  assertEquals(at.model.tree.selected.value, "office/anna");
  press("x", false);
  assertEquals(at.model.commands.asking.value?.place, "office/anna");
  assertEquals(press("Escape"), false); // the dialog's own
  void at.model.commands.answerKill(false);
  press("Escape");
  assertEquals([at.model.tree.selected.value, focused.at(-1)], [undefined, "office/anna"]);
  press("?");
  assertEquals(at.model.helping.value, true);
});
