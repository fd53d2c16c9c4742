import vm from "node:vm";
import type { GuestConfig } from "../guest/protocol.ts";
import type { Realm } from "./realm.ts";

/** What a realm is told in which no guest lives. */
export const NOBODY: GuestConfig = {
  name: "nobody",
  messageBytes: 1000,
  processes: 10,
  handles: 10,
  granted: [],
  env: {},
  entropy: "00".repeat(32),
};

/** What happens in any guest. */
const LIFE = [
  "(__glue.rehearse(config), __glue.enter(config))",
  `{
    const { Supervisor, GenServer } = __glue.scoped("@superlearner/otp", "/main.ts", 0);
    const One = GenServer.define({ name: "One", init: (n = 0) => n, calls: { add: (n, by) => [n + by, n + by] } });
    __glue.evaluating(0, "[]", "[]");
    __glue.loaded({ default: Supervisor.define({ children: [One.child({ id: "one", name: "one" })] }) }, 0);
    __glue.evaluated();
  }`,
  "__glue.drain()",
  ...[
    [["frame", { otp: 1, n: 1, frame: { type: "hello", node: "host" } }], ["start"]],
    [["frame", { otp: 1, n: 2, frame: { type: "monitor", to: "<nobody.1.0>" } }]],
    [["frame", { otp: 1, n: 3, frame: { type: "lookup", id: 1, of: "one" } }]],
    [["frame", { otp: 1, n: 4, frame: { type: "call", id: 2, to: "<nobody.2.0>", kind: "add", payload: 1 } }]],
  ].flatMap((heard, at) => [
    `__glue.turn(${JSON.stringify(JSON.stringify([at + 1, ...heard]))})`,
    "__glue.drain()",
  ]),
];

/**
 * Has a guest of our own live in a realm that is not ready yet, and leaves nothing of it there. Functions that have run once are
 * compiled, and what is made by them has its shape: the guest who moves in then is up in three quarters of the time.
 *
 * @returns What it said, as JSON lists by the turn.
 */
export function rehearse({ context, glue }: Pick<Realm, "context" | "glue">): readonly string[] {
  const config = JSON.stringify(JSON.stringify(NOBODY));
  const said = LIFE.map((each) =>
    vm.runInContext(`((__glue, config) => ${each})(${glue}, ${config})`, context) as unknown
  );
  return said.filter((each) => typeof each === "string");
}
