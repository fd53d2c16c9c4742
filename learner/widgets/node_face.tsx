import { formatReason, type TreeNode } from "@superlearner/otp";
import type { JSX } from "preact";
import type { PlaceView } from "../models/tree_model.ts";
import { formatCount, formatSpan } from "./format.ts";
import { Highlight } from "./highlight.tsx";

/** What the parts of a node's face are made of. */
export interface NodeFaceProps {
  /** The node. */
  readonly node: TreeNode;
  /** What its place shows now. */
  readonly view: PlaceView;
  /** What is searched for, to be marked. @default {""} */
  readonly query?: string;
}

/** The pid in a place: the old one struck out while its exit is shown, none in the gap. */
export function PidLabel({ view, query = "" }: NodeFaceProps): JSX.Element {
  const { pid, playing } = view;
  if (playing?.phase === "gap") return <span class="pid pid-gap">starting again</span>;
  if (pid === undefined) return <span class="pid">no process</span>;
  if (playing?.phase === "exit") return <s class="pid pid-old">{pid}</s>;
  return (
    <span class={playing === undefined ? "pid" : "pid pid-new"} title={pid}>
      {<Highlight text={pid} query={query} />}
    </span>
  );
}

/** What is being shown of a restart, in words: why, or how long it took in truth. */
export function RestartNote({ view: { playing } }: NodeFaceProps): JSX.Element | null {
  if (playing === undefined) return null;
  const { phase, cause, reason, realMs, skipped } = playing;
  const more = skipped > 0 ? ` (+${skipped} more)` : "";
  if (phase === "exit") return <span class="note">{cause ? formatReason(reason) : "stopped"}{more}</span>;
  return phase === "gap" || realMs === undefined ? null : <span class="note">in {formatSpan(realMs)}{more}</span>;
}

/** How often a place was restarted; nothing where it never was. */
export function RestartBadge({ node: { restarts } }: { readonly node: TreeNode }): JSX.Element | null {
  if (restarts === 0) return null;
  return (
    <span class="badge" title={`restarted ${restarts} times`}>
      <span aria-hidden="true">↻</span>
      <span class="hidden">restarts</span> {formatCount(restarts)}
    </span>
  );
}

/** How many messages wait, and how many found no room; nothing where none does and none did. */
export function MailboxBadge({ node: { mailboxLength, mailbox } }: { readonly node: TreeNode }): JSX.Element | null {
  const dropped = mailbox?.dropped ?? 0;
  const room = mailbox === undefined ? "" : ` of ${mailbox.max}`;
  return (
    <>
      {mailboxLength > 0 && (
        <span class="badge badge-mail" title={`${mailboxLength}${room} messages wait`}>
          <span aria-hidden="true">✉</span>
          <span class="hidden">messages waiting</span> {formatCount(mailboxLength)}
        </span>
      )}
      {dropped > 0 && <span class="badge" title={`${dropped} messages found no room`}>{formatCount(dropped)} lost
      </span>}
    </>
  );
}

/** Where a process runs, if not here. */
export function PlacementBadge({ node: { placement, told } }: { readonly node: TreeNode }): JSX.Element | null {
  if (placement === undefined) return null;
  const { kind, node } = placement;
  const silent = told?.overdue ? ": it does not answer, and what is shown is what it told last" : "";
  return (
    <span class="badge badge-place" title={`runs in ${node}, reached by ${kind}${silent}`}>
      {kind}
      {silent === "" ? "" : " · silent"}
    </span>
  );
}

/** The state a machine is in; nothing for what is no machine, or has states that are no names. */
export function MachineState({ node: { machineState } }: { readonly node: TreeNode }): JSX.Element | null {
  if (machineState === undefined) return null;
  return (
    <span class="machine-state" title={`in the state ${machineState}`}>
      <span class="hidden">in the state</span> {machineState}
    </span>
  );
}

/** How a supervisor is set, and how many restarts it has left. */
export function StrategyLabel(
  { node: { supervisor, behaviour } }: { readonly node: TreeNode },
): JSX.Element | null {
  if (supervisor === undefined) return null;
  const { strategy, dynamic, maxRestarts, maxSeconds, recentRestarts } = supervisor;
  const kind = dynamic ? "dynamic" : behaviour === "PartitionSupervisor" ? "partitions" : undefined;
  const left = Math.max(0, maxRestarts - recentRestarts);
  const words = `${left} of ${maxRestarts} restarts within ${maxSeconds} s left`;
  return (
    <span class="strategy">
      <span class="strategy-name">
        {strategy}
        {dynamic ? " · dynamic" : behaviour === "PartitionSupervisor" ? " · partitions" : ""}
      </span>
      <span class={left === 0 ? "left left-none" : "left"} title={words}>
        {maxRestarts <= 5 && kind === undefined && (
          <span class="pips" aria-hidden="true">
            {Array.from(
              { length: maxRestarts },
              (_, index) => <i key={index} class={index < left ? "pip" : "pip pip-used"} />,
            )}
          </span>
        )}
        <span aria-hidden="true">{left}/{maxRestarts}</span>
        <span class="hidden">{words}</span>
      </span>
    </span>
  );
}
