import { assertEquals, assertRejects } from "@std/assert";
import { CallError, GenServer, OverloadError, Supervisor, sys, System } from "@superlearner/otp";
import { castAndSync, sync } from "./sync.ts";

interface State {
  readonly log: readonly string[];
  readonly next: string | undefined;
}

const Relay = GenServer.define({
  name: "Relay",
  init: (next?: string): State => ({ log: [], next }),
  casts: {
    pass: (state, text: string, self) => {
      if (state.next !== undefined) Relay.at(self, state.next).cast("pass", text);
      return { ...state, log: [...state.log, text] };
    },
    further: (state) => GenServer.noreply({ ...state, log: [...state.log, "cast"] }, { continue: "more" }),
    crash: () => {
      throw new RangeError("on purpose");
    },
    hang: () => new Promise<State>(() => {}),
  },
  handleContinue: (state) => ({ ...state, log: [...state.log, "continue"] }),
});

const logOf = (system: System, name: string) => (sys.getState(system, name) as State).log;

Deno.test("case 3: sync means that this server has handled it, its continue included; settle means that all have", async () => {
  await using system = new System();
  const [a] = [await system.start(Relay, { name: "a", args: ["b"] }), await system.start(Relay, { name: "b" })];
  await castAndSync(a, "further");
  assertEquals(logOf(system, "a"), ["cast", "continue"]);
  await castAndSync(a, "pass", { payload: "x", settle: true });
  assertEquals([logOf(system, "a").at(-1), logOf(system, "b")], ["x", ["x"]]);
});

Deno.test("case 4: a server that dies of the cast rejects with that reason, not with a time-out", async () => {
  await using system = new System({ logger: { crash() {}, warn() {} } });
  const a = await system.start(Relay);
  const error = await assertRejects(() => castAndSync(a, "crash"), CallError, "RangeError: on purpose");
  assertEquals(typeof error.reason, "object");
  const again = await assertRejects(() => sync(a), CallError, "RangeError: on purpose");
  assertEquals(again.reason, error.reason);
});

Deno.test("case 5: who never was, or was dead before anybody looked, is noproc", async () => {
  await using system = new System();
  const a = await system.start(Relay);
  await a.stop();
  for (const target of [a, Relay.at(system, "nobody")]) {
    const error = await assertRejects(() => castAndSync(target, "further"), CallError);
    assertEquals(error.reason, "noproc");
  }
});

Deno.test("D5: a server that never comes back is a time-out, and stays as it is", async () => {
  await using system = new System();
  const a = await system.start(Relay);
  const error = await assertRejects(() => castAndSync(a, "hang", { timeoutMs: 5 }), CallError, "no reply within 5 ms");
  assertEquals([error.reason, a.alive], ["timeout", true]);
  system.exit(a.pid!, "kill");
});

Deno.test("D3, D5: a server knows nothing of being waited for, and is not asked", async () => {
  await using system = new System();
  const Plain = GenServer.define({ name: "Plain", init: () => 0 });
  const plain = await system.start(Plain);
  await sync(plain);
  assertEquals(plain.alive, true);
  await sync(await system.start(Supervisor.define({ children: [] })));
});

Deno.test("castAndSync: a full mailbox that rejects is told by its own error", async () => {
  await using system = new System();
  const a = await system.start(Relay, { maxMailbox: 1, overload: "reject" });
  sys.suspend(system, a.pid!);
  a.cast("further");
  await assertRejects(() => castAndSync(a, "further"), OverloadError);
});

Deno.test("castAndSync: a payload that the handler needs is demanded by the compiler, a wrong one refused", async () => {
  await using system = new System();
  const a = await system.start(Relay);
  await castAndSync(a, "pass", { payload: "x" });
  // @ts-expect-error: it carries a text
  const _missing = () => castAndSync(a, "pass");
  // @ts-expect-error: a text, not a number
  const _wrong = () => castAndSync(a, "pass", { payload: 1 });
  // @ts-expect-error: there is no such cast
  const _unknown = () => castAndSync(a, "nothing");
});
