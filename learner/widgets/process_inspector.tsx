import type { Pid, TreeNode } from "@superlearner/otp";
import type { ComponentChildren, JSX } from "preact";
import type { Inspected } from "../models/inspection_model.ts";
import { SPIN } from "../models/commands_model.ts";
import { idIn, titleOf } from "../models/look.ts";
import type { MonitorModel } from "../models/monitor_model.ts";
import { Breakable } from "./breakable.tsx";
import { formatBytes, formatCount, formatSpan } from "./format.ts";
import { StateGlyph } from "./state_glyph.tsx";
import { StrategyExplainer } from "./strategy_explainer.tsx";

/** What a {@linkcode ProcessInspector} shows. */
export interface ProcessInspectorProps {
  /** The models; the selected place is shown. */
  readonly model: MonitorModel;
  /** Called when it is to be closed. */
  readonly onClose: () => void;
}

/** The selected process: its facts, its state, whom it is tied to, and what can be done with it. */
export function ProcessInspector({ model, onClose }: ProcessInspectorProps): JSX.Element | null {
  const { tree, commands } = model;
  const place = tree.selected.value;
  const node = tree.node(place);
  if (place === undefined) return null;
  if (node === undefined) return <Gone place={place} onClose={onClose} />;
  const view = tree.view(node);
  const result = commands.result.value;
  const running = node.pid !== undefined;
  return (
    <section class="inspector" aria-labelledby="inspector-title">
      <header class="panel-head">
        <StateGlyph look={view.look} />
        <h2 id="inspector-title">{titleOf(node)}</h2>
        <span class="muted">{titleOf(node) === node.module ? "" : node.module}</span>
        <CloseButton onClose={onClose} />
      </header>
      <div class="actions" role="group" aria-label="Actions">
        <button type="button" class="danger" disabled={!running} onClick={() => commands.askKill(node)}>Kill…</button>
        <button
          type="button"
          disabled={!running || tree.parentOf(node.place) === undefined || node.restart === "temporary"}
          onClick={() => void commands.restart(node)}
        >
          Restart
        </button>
        <button type="button" disabled={!running} onClick={() => void commands.hold(node)}>
          {node.status === "suspended" ? "Resume" : "Suspend"}
        </button>
        {inspectedOf({ node, model })?.inspection?.info.casts.includes(SPIN) && (
          <button
            type="button"
            title="Its next handler never comes back: it is stopped, and its supervisor starts it again"
            disabled={!running}
            onClick={() => void commands.spin(node)}
          >
            Spin
          </button>
        )}
      </div>
      {result !== undefined && <p class={result.failed ? "result result-failed" : "result"}>{result.text}</p>}
      <Facts node={node} model={model} />
      <StrategyExplainer key={node.place} node={node} />
      <State node={node} model={model} />
    </section>
  );
}

/** An event still leads to who is gone for good: a child of a DynamicSupervisor, a sandbox that was not to be restarted. */
function Gone({ place, onClose }: { place: string; onClose: () => void }): JSX.Element {
  return (
    <section class="inspector" aria-labelledby="inspector-title">
      <header class="panel-head">
        <StateGlyph look="stopped" />
        <h2 id="inspector-title">{idIn(place)}</h2>
        <CloseButton onClose={onClose} />
      </header>
      <p class="result">It is not in the tree any more. The events say what became of it.</p>
    </section>
  );
}

function CloseButton({ onClose }: { onClose: () => void }): JSX.Element {
  return <button type="button" class="icon" aria-label="Close the inspector" onClick={onClose}>✕</button>;
}

interface PartProps {
  readonly node: TreeNode;
  readonly model: MonitorModel;
}

/** What is known of the process that is there now; not of the one before. */
function inspectedOf({ node, model }: PartProps): Inspected | undefined {
  const inspected = model.inspection.inspected.value;
  return inspected?.pid === node.pid ? inspected : undefined;
}

function Facts({ node, model }: PartProps): JSX.Element {
  const info = inspectedOf({ node, model })?.inspection?.info;
  const pids = (name: string, list: readonly Pid[]) =>
    list.length > 0 && <Fact name={name} wide>{list.map((pid) => <PidLink key={pid} pid={pid} model={model} />)}</Fact>;
  return (
    <dl class="facts">
      <Fact name="Pid">
        <span class="pid" data-testid="inspector-pid">{node.pid ?? "none"}</span>
      </Fact>
      <Fact name="Status">{node.status}</Fact>
      <Fact name="Name">
        <Breakable text={node.name ?? "none"} />
      </Fact>
      <Fact name="Behaviour">
        <Breakable text={node.behaviour} />
      </Fact>
      <Fact name="Restarts">{formatCount(node.restarts)}{node.restart === undefined ? "" : `, ${node.restart}`}</Fact>
      <Fact name="Mailbox">
        {formatCount(node.mailboxLength)}
        {node.mailbox !== undefined && ` of ${formatCount(node.mailbox.max)}`}
      </Fact>
      {node.mailbox !== undefined && node.mailbox.dropped > 0 && (
        <Fact name="Found no room">{formatCount(node.mailbox.dropped)}</Fact>
      )}
      {node.machineState !== undefined && <Fact name="In the state">{node.machineState}</Fact>}
      {node.placement !== undefined && <Fact name="Runs in">{`${node.placement.node}, ${node.placement.kind}`}</Fact>}
      <Fact name="Handled">{formatCount(node.handled)}</Fact>
      <Fact name="Memory">≈ {formatBytes(node.memory)}</Fact>
      {info !== undefined && (
        <>
          <Fact name="Alive for">{formatSpan(info.uptimeMs)}</Fact>
          {pids("Linked to", info.links)}
          {pids("Watches", info.monitors.map(({ pid }) => pid))}
          {pids("Watched by", info.monitoredBy)}
        </>
      )}
    </dl>
  );
}

function State({ node, model }: PartProps): JSX.Element | null {
  const inspected = inspectedOf({ node, model });
  if (inspected?.problem !== undefined) return <p class="result result-failed">{inspected.problem}</p>;
  if (inspected?.inspection === undefined) return null;
  const { currentMessage, state } = inspected.inspection;
  return (
    <>
      {currentMessage !== undefined && (
        <>
          <h3>Handling now</h3>
          <pre class="value">{currentMessage.kind ?? currentMessage.form} {currentMessage.text}</pre>
        </>
      )}
      <h3>State</h3>
      <pre class="value" tabIndex={0} role="group" aria-label="State">{state}</pre>
    </>
  );
}

function Fact(
  { name, wide = false, children }: { name: string; wide?: boolean; children: ComponentChildren },
): JSX.Element {
  return (
    <div class={wide ? "fact fact-wide" : "fact"}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A pid that leads to its place, where it has one in the tree. */
function PidLink({ pid, model }: { pid: Pid; model: MonitorModel }): JSX.Element {
  const node = model.tree.nodeOf(pid);
  if (node === undefined) return <span class="pid pid-item">{pid}</span>;
  return (
    <button type="button" class="link pid-item" title={pid} onClick={() => model.tree.select(node.place)}>
      {titleOf(node)}
    </button>
  );
}
