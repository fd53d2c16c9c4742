import { assertEquals } from "@std/assert";
import { GenServer, Supervisor, System } from "@superlearner/otp";
import { guestLogger } from "./guest_logger.ts";

Deno.test("guestLogger() tells of crashes and of what supervisors do, and nothing of how long it took", async () => {
  const lines: string[] = [];
  const logger = guestLogger((level, text) => lines.push(...text.split("\n").map((line) => `${level} ${line}`)));
  await using system = new System({ logger });
  const Shy = GenServer.define({
    name: "Shy",
    init: () => ({ n: 1 }),
    calls: {
      ask: (): never => {
        throw new RangeError("no");
      },
    },
  });
  const root = await system.start(Supervisor.define({ children: [Shy.child({ id: "shy", name: "shy" })] }));
  await Shy.at(system, "shy").call("ask").catch(() => {});
  await root.stop();
  assertEquals(lines.filter((line) => !/^error {5}(at|…)/.test(line)), [
    "error Shy <0.2.0> (shy) crashed: RangeError: no",
    'error   message: call "ask"',
    'error   state: {"n":1}',
    "error   started as: GenServer Shy.init",
    "error   ancestors: <0.1.0>",
    "error   links: <0.1.0>",
    "error   mailbox: 0 waiting, 1 taken",
    'warn Supervisor <0.1.0> restarted child "shy" as <0.3.0>, which was <0.2.0>; restart 1, after: RangeError: no',
  ]);
});
