import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MonitorModel } from "../models/monitor_model.ts";
import { explainPlan, planKill } from "../models/restart_plan.ts";

/** What a {@linkcode KillDialog} asks about. */
export interface KillDialogProps {
  /** The models; nothing is shown while no question is open. */
  readonly model: MonitorModel;
}

/** Asks before a process is killed, and says what will follow. What takes a whole tree along asks for its name. */
export function KillDialog({ model }: KillDialogProps): JSX.Element | null {
  const question = model.commands.asking.value;
  return question === undefined ? null : <Question key={question.pid} model={model} />;
}

function Question({ model }: KillDialogProps): JSX.Element | null {
  const { tree, commands } = model;
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useSignal("");
  useEffect(() => {
    const opener = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      shown?.close(); // first: while it is modal, nothing outside takes the focus
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const question = commands.asking.value;
  const node = tree.node(question?.place);
  if (question === undefined || node === undefined) return null;
  const below = count(node.children);
  const root = tree.parentOf(node.place) === undefined;
  const named = below > 0 || root;
  const mayKill = !named || typed.value.trim() === node.id;
  // A server keeps roots from being killed by mistake. Whoever has typed the name makes none.
  const answer = (kill: boolean) => void commands.answerKill(kill, { force: root });
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="kill-title"
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
    >
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          if (mayKill) answer(true);
        }}
      >
        <h2 id="kill-title">
          Kill {node.id} <span class="pid">{question.pid}</span>?
        </h2>
        {node.pid !== question.pid && (
          <p class="result result-failed">
            It has died by itself meanwhile; {node.pid ?? "nobody"} is in its place now.
          </p>
        )}
        {below > 0 && <p>With it die the {below} processes below it.</p>}
        <ul class="plan">
          {explainPlan(planKill(node, (place) => tree.parentOf(place))).map((line) => <li key={line}>{line}</li>)}
        </ul>
        {named && (
          <label class="field">
            <span>
              Type <strong>{node.id}</strong> to confirm
            </span>
            <input
              type="text"
              autoComplete="off"
              spellcheck={false}
              data-first=""
              value={typed.value}
              onInput={(event) => void (typed.value = event.currentTarget.value)}
            />
          </label>
        )}
        <div class="dialog-actions">
          <button type="button" onClick={() => answer(false)}>Leave it</button>
          <button
            type="submit"
            class="danger danger-full"
            disabled={!mayKill}
            {...(named ? {} : { "data-first": "" })}
          >
            Kill
          </button>
        </div>
      </form>
    </dialog>
  );
}

function count(nodes: readonly { readonly children: readonly unknown[] }[]): number {
  return nodes.reduce((sum, node) => sum + 1 + count(node.children as typeof nodes), 0);
}
