import { assertEquals } from "@std/assert";
import { VirtualClock } from "@superlearner/otp/simulation";
import { FakeSource } from "../testdata/fake_source.ts";
import { pid } from "../testdata/nodes.ts";
import { Announcer } from "./announcer.ts";

const settle = () => Promise.resolve();

function make(): { source: FakeSource; clock: VirtualClock; announcer: Announcer; spoken: string[] } {
  const source = new FakeSource();
  const clock = new VirtualClock();
  const announcer = new Announcer(source, { clock });
  const spoken: string[] = [];
  announcer.text.subscribe((text) => void (text !== "" && spoken.push(text)));
  return { source, clock, announcer, spoken };
}

function crash(source: FakeSource, name: string): void {
  source.tell({ type: "process.exited", pid: pid(2), name, reason: "killed", crashed: true, handled: 0 });
  source.tell({
    type: "child.restarted",
    pid: pid(1),
    child: name,
    oldPid: pid(2),
    childPid: pid(3),
    restarts: 1,
    reason: "killed",
    cause: name,
  });
}

Deno.test("Announcer - says in one sentence what belongs together", async () => {
  const { source, clock, announcer, spoken } = make();
  using _announcer = announcer;
  crash(source, "anna");
  assertEquals(spoken, []);
  await clock.advance(50, settle);
  assertEquals(spoken, ["anna crashed, anna restarted"]);
});

Deno.test("Announcer - speaks at most once in two seconds, and sums up", async () => {
  const { source, clock, announcer, spoken } = make();
  using _announcer = announcer;
  for (let times = 0; times < 100; times++) {
    crash(source, `c${times}`);
    await clock.advance(50, settle);
  }
  await clock.advance(5000, settle);
  assertEquals(spoken.length <= 4, true);
  assertEquals(spoken[1], "40 processes crashed, 40 processes restarted");
});

Deno.test("Announcer - orderly ends are not worth a sentence; giving up is", async () => {
  const { source, clock, announcer, spoken } = make();
  using _announcer = announcer;
  source.tell({ type: "process.exited", pid: pid(2), reason: "normal", crashed: false, handled: 0 });
  assertEquals(clock.nextAlarm, undefined);
  source.tell({ type: "supervisor.gave_up", pid: pid(1), child: "a", maxRestarts: 1, maxSeconds: 1 });
  announcer.say("Suspended anna");
  await clock.advance(100, settle);
  assertEquals(spoken, ["The supervisor <0.1.0> gave up, Suspended anna"]);
});

Deno.test("Announcer - disposed of, it leaves no alarm", () => {
  const { source, clock, announcer } = make();
  crash(source, "anna");
  announcer[Symbol.dispose]();
  assertEquals(clock.nextAlarm, undefined);
});
