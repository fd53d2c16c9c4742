import { assertEquals } from "@std/assert";
import type { Pid, TreeNode } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import type { LifecycleEvent } from "../sources/source.ts";
import { office, pid } from "../testdata/nodes.ts";
import { RestartPlayback } from "./restart_playback.ts";

const settle = () => Promise.resolve();

function all(nodes: readonly TreeNode[]): TreeNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children)]);
}

function nodeOf(wanted: Pid): TreeNode | undefined {
  return all([office()]).find((node) => node.pid === wanted);
}

function died(number: number, time: number): LifecycleEvent {
  return { type: "process.exited", pid: pid(number), reason: "killed", crashed: true, handled: 0, sequence: 1, time };
}

function restarted(child: string, options: { from: number; to: number; time: number; cause?: string }): LifecycleEvent {
  const { from, to, time, cause = child } = options;
  return {
    type: "child.restarted",
    pid: pid(1),
    child,
    oldPid: pid(from),
    childPid: pid(to),
    restarts: 1,
    reason: "killed",
    cause,
    sequence: 2,
    time,
  };
}

Deno.test("RestartPlayback - shows exit, gap and start long enough, and tells the real time", async () => {
  const clock = new VirtualClock();
  using playback = new RestartPlayback({ clock });
  playback.take(died(2, 10), nodeOf);
  playback.take(restarted("anna", { from: 2, to: 20, time: 10.25 }), nodeOf);
  const phases: (string | undefined)[] = [];
  const { playing } = playback;
  assertEquals(playing.value.get("office/anna"), {
    phase: "exit",
    oldPid: pid(2),
    cause: true,
    reason: "killed",
    realMs: 0.25,
    skipped: 0,
  });
  for (let at = 0; at < 15; at++) {
    phases.push(playing.value.get("office/anna")?.phase);
    await clock.advance(100, settle);
  }
  assertEquals(phases.join(" "), "exit exit exit exit exit gap gap gap gap start start start start start ");
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("RestartPlayback - tells the one that died from those stopped for its sake", () => {
  using playback = new RestartPlayback({ clock: new VirtualClock() });
  playback.take(died(4, 0), nodeOf);
  playback.take(restarted("in", { from: 4, to: 20, time: 1 }), nodeOf);
  playback.take(restarted("out", { from: 5, to: 21, time: 1, cause: "in" }), nodeOf);
  const causes = [...playback.playing.value].map(([place, { cause }]) => [place, cause]);
  assertEquals(causes, [["office/desk/in", true], ["office/desk/out", false]]);
});

Deno.test("RestartPlayback - what is below a supervisor goes and comes with it", () => {
  using playback = new RestartPlayback({ clock: new VirtualClock() });
  playback.take(restarted("desk", { from: 3, to: 30, time: 1 }), nodeOf);
  assertEquals([...playback.playing.value.keys()], ["office/desk", "office/desk/in", "office/desk/out"]);
});

Deno.test("RestartPlayback - what comes too quickly is counted, and never more than two seconds behind", async () => {
  const clock = new VirtualClock();
  using playback = new RestartPlayback({ clock });
  for (let at = 0; at < 50; at++) playback.take(restarted("anna", { from: 2, to: 20 + at, time: at }), nodeOf);
  assertEquals(playback.playing.value.get("office/anna")?.skipped, 48);
  await clock.advance(2 * 3 * 450, settle);
  assertEquals(playback.playing.value.size, 0);
});

Deno.test("RestartPlayback - a process that nobody knows is not shown", () => {
  using playback = new RestartPlayback({ clock: new VirtualClock() });
  playback.take(restarted("ghost", { from: 99, to: 100, time: 1 }), nodeOf);
  assertEquals(playback.playing.value.size, 0);
});
