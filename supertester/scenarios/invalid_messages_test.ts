import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, GenServer, Supervisor } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { invalidMessages, type MessageFate } from "./invalid_messages.ts";

const Picky = GenServer.define({
  name: "Picky",
  init: () => 0,
  calls: { echo: (n, word: string) => [word.toUpperCase(), n], never: (n) => GenServer.noreply(n) as never },
  casts: { never: (n) => n },
  handleInfo: (n, message) => {
    if (message === "bomb") throw new RangeError("bomb");
    return n;
  },
});

const shape = ({ as, sent, handled, alive }: MessageFate) => [as, sent, handled, alive];

Deno.test(
  "invalidMessages: by name, each message meets a server that is alive, and tells what it died of",
  isolated(async (t) => {
    await t.start(Supervisor.define({ maxRestarts: 100, children: [Picky.child({ name: "picky" })] }));
    const picky = t.system.whereis(Picky, "picky");
    const fates = await invalidMessages(picky, ["nonsense", "bomb", { kind: "echo", payload: 7 }, 42], {
      timeoutMs: 50,
    });
    assertEquals(fates.map(shape), [
      ["call", true, false, false],
      ["cast", true, false, false],
      ["info", true, true, true],
      ["call", true, false, false],
      ["cast", true, false, false],
      ["info", true, false, false],
      ["call", true, false, false],
      ["cast", true, false, false],
      ["info", true, true, true],
      ["info", true, true, true],
    ]);
    for (const { alive, crashReason } of fates) assertEquals(crashReason === undefined, alive);
    assertEquals(JSON.stringify(fates[5]?.crashReason).includes("bomb"), true);
    assertEquals(picky.alive, true);
  }, { clock: "virtual" }),
);

Deno.test(
  "invalidMessages: what is valid is answered; what never is, is told as a time-out",
  isolated(async (t) => {
    const picky = await t.start(Picky);
    const [call, cast] = await invalidMessages(picky, [{ kind: "never" }], { timeoutMs: 20 });
    assertEquals([call?.handled, call?.reason, call?.alive, cast?.handled], [false, "timeout", true, true]);
    const [echo] = await invalidMessages(picky, [{ kind: "echo", payload: "hi" }]);
    assertEquals([echo?.handled, echo?.reply, echo?.message], [true, "HI", { kind: "echo", payload: "hi" }]);
  }, { clock: "virtual" }),
);

Deno.test(
  "invalidMessages: a process that is dead for good gets no more",
  isolated(async (t) => {
    const picky = await t.start(Picky);
    const fates = await invalidMessages(picky, ["bomb"]);
    assertEquals(fates.map(shape), [["call", true, false, false], ["cast", false, false, false], [
      "info",
      false,
      false,
      false,
    ]]);
    await assertRejects(() => invalidMessages({} as typeof picky, []), ArgumentError, "it is a ref");
  }),
);
