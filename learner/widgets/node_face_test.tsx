import { assertEquals } from "@std/assert";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import type { Playing } from "../models/restart_playback.ts";
import { pid, supervisor, worker } from "../testdata/nodes.ts";
import {
  MachineState,
  MailboxBadge,
  PidLabel,
  PlacementBadge,
  RestartBadge,
  RestartNote,
  StrategyLabel,
} from "./node_face.tsx";

const text = (what: VNode) => renderToString(what).replaceAll(/<[^>]+>/g, "").replaceAll("&lt;", "<");
const anna = worker("office/anna", 2, { restarts: 2, mailboxLength: 3 });
const playing: Playing = { phase: "exit", oldPid: pid(2), cause: true, reason: "killed", realMs: 0.25, skipped: 0 };

Deno.test("PidLabel - the old pid is struck out, nobody is in the gap, the new one stands out", () => {
  const shown = (phase: Playing["phase"] | undefined) => {
    const view = phase === undefined
      ? { look: "idle", pid: pid(2), playing: undefined } as const
      : { look: "idle", pid: pid(2), playing: { ...playing, phase } } as const;
    return renderToString(<PidLabel node={anna} view={view} />);
  };
  assertEquals(shown(undefined), '<span class="pid" title="&lt;0.2.0>">&lt;0.2.0></span>');
  assertEquals(shown("exit"), '<s class="pid pid-old">&lt;0.2.0></s>');
  assertEquals(shown("gap"), '<span class="pid pid-gap">starting again</span>');
  assertEquals(shown("start"), '<span class="pid pid-new" title="&lt;0.2.0>">&lt;0.2.0></span>');
});

Deno.test("RestartNote - first why, then how long it took in truth", () => {
  const note = (change: Partial<Playing>) =>
    text(<RestartNote node={anna} view={{ look: "idle", pid: undefined, playing: { ...playing, ...change } }} />);
  assertEquals(note({}), "killed");
  assertEquals(note({ cause: false }), "stopped");
  assertEquals(note({ phase: "start", skipped: 2 }), "in 0.25 ms (+2 more)");
  assertEquals(note({ phase: "gap" }), "");
});

Deno.test("badges - say what they count, and are not there for nothing", () => {
  assertEquals(text(<RestartBadge node={anna} />), "↻restarts 2");
  assertEquals(text(<MailboxBadge node={anna} />), "✉messages waiting 3");
  const idle = worker("office/anna", 2);
  assertEquals([renderToString(<RestartBadge node={idle} />), renderToString(<MailboxBadge node={idle} />)], ["", ""]);
});

Deno.test("StrategyLabel - the strategy, and how many restarts are left", () => {
  const label = (settings: object) => text(<StrategyLabel node={supervisor("office", 1, { settings })} />);
  assertEquals(label({ recentRestarts: 1 }), "one_for_one2/32 of 3 restarts within 5 s left");
  assertEquals(label({ recentRestarts: 9, dynamic: true }), "one_for_one · dynamic0/30 of 3 restarts within 5 s left");
  assertEquals(renderToString(<StrategyLabel node={anna} />), "");
  const parts = supervisor("office", 1, { behaviour: "PartitionSupervisor" });
  assertEquals(text(<StrategyLabel node={parts} />).split("3/3")[0], "one_for_one · partitions");
});

Deno.test("MailboxBadge - tells the room there is, and what found none", () => {
  const mailbox = { max: 5, dropped: 12, overloaded: true };
  const badge = renderToString(<MailboxBadge node={worker("a", 1, { mailboxLength: 5, mailbox })} />);
  assertEquals([...badge.matchAll(/title="([^"]*)"/g)].map(([, title]) => title), [
    "5 of 5 messages wait",
    "12 messages found no room",
  ]);
  assertEquals(text(<MailboxBadge node={worker("a", 1, { mailbox })} />), "12 lost");
  assertEquals(renderToString(<MailboxBadge node={worker("a", 1, { mailbox: { ...mailbox, dropped: 0 } })} />), "");
});

Deno.test("PlacementBadge and MachineState - say where it runs and what it is at, and are not there for nothing", () => {
  const node = worker("a", 1, { machineState: "open", placement: { node: "w1", kind: "worker" } });
  assertEquals(text(<PlacementBadge node={node} />), "worker");
  assertEquals(text(<MachineState node={node} />), "in the state open");
  assertEquals([renderToString(<PlacementBadge node={anna} />), renderToString(<MachineState node={anna} />)], [
    "",
    "",
  ]);
});
