import { assertEquals } from "@std/assert";
import { StateError, type StateFailure } from "./state_error.ts";

Deno.test("StateError: each kind says what was attempted, the rule and the value", () => {
  const failures: [StateFailure, string][] = [
    [{ kind: "invalid", version: 2, problems: [] }, "by version 2, the state is not right"],
    [
      { kind: "invalid", version: 2, problems: [{ path: "", rule: "is an object" }] },
      "by version 2, the state is an object",
    ],
    [
      { kind: "invalid", version: 2, problems: [{ path: "a", rule: "is a text" }, { path: "b", rule: "is there" }] },
      "by version 2, a is a text, and 1 more",
    ],
    [{ kind: "unknown_version", version: 9, known: [1, 2] }, "there is no version 9 among 1, 2"],
    [{ kind: "no_path", from: 1, to: 3 }, "no steps lead from version 1 to 3"],
    [
      { kind: "step_failed", from: 1, to: 2, message: "no\nline" },
      "the step from version 1 to 2 fails: no line",
    ],
    [{ kind: "not_saved", process: "cart", message: "dead" }, "the state of cart is not to be had: dead"],
    [
      { kind: "not_restored", process: "cart", message: "dead", undone: true },
      "cart does not take its state: dead",
    ],
    [
      { kind: "not_restored", process: "cart", message: "dead", undone: false },
      "cart does not take its state: dead, and others that had taken theirs did not take back the old one",
    ],
    [{ kind: "corrupt", file: "/a", rule: "its form is 1" }, "/a is not whole: its form is 1"],
    [{ kind: "not_found", what: "process x" }, "there is no process x"],
  ];
  for (const [failure, text] of failures) {
    const error = new StateError("do it", failure);
    assertEquals([error.message, error.kind, error.action, error.name], [
      `Cannot do it: ${text}`,
      failure.kind,
      "do it",
      "StateError",
    ]);
  }
});
