import { useSignal } from "@preact/signals";
import type { TreeNode } from "@superlearner/otp";
import type { JSX } from "preact";
import { affected, STRATEGY_WORDS } from "../models/restart_plan.ts";

/** What a {@linkcode StrategyExplainer} explains. */
export interface StrategyExplainerProps {
  /** The supervisor, with its real children. */
  readonly node: TreeNode;
}

/** How many children are shown. */
const MOST = 12;

/** The strategy of a supervisor in words, and on its own children: choose one, and see what its death would bring. */
export function StrategyExplainer({ node }: StrategyExplainerProps): JSX.Element | null {
  const chosen = useSignal<string | undefined>(undefined);
  const { supervisor } = node;
  if (supervisor === undefined) return null;
  const { strategy, maxRestarts, maxSeconds, recentRestarts, dynamic } = supervisor;
  const children = node.children.slice(0, MOST);
  // The middle one: with the first, rest_for_one would look like one_for_all.
  const dying = children.find(({ place }) => place === chosen.value) ?? children[Math.floor(children.length / 2)];
  const { stops, starts } = dying === undefined ? { stops: [], starts: [] } : affected(children, dying, strategy);
  const fate = (child: TreeNode) => {
    if (child === dying) {
      return ["dies", starts.includes(child) ? `dies, starts again (${starts.indexOf(child) + 1}.)` : "dies"];
    }
    if (stops.includes(child)) {
      return ["stops", starts.includes(child) ? `stopped, starts again (${starts.indexOf(child) + 1}.)` : "stopped"];
    }
    return ["stays", "goes on"];
  };
  const left = Math.max(0, maxRestarts - recentRestarts);
  return (
    <section class="strategy-box" aria-labelledby="strategy-title">
      <h3 id="strategy-title">
        <code>{strategy}</code> {dynamic && <span class="muted">children come and go</span>}
      </h3>
      <p>{STRATEGY_WORDS[strategy]}</p>
      {dying !== undefined && (
        <>
          <p class="muted" id="strategy-ask">If this one died:</p>
          <ul class="fates" aria-labelledby="strategy-ask">
            {children.map((child) => {
              const [kind, words] = fate(child);
              return (
                <li key={child.place}>
                  <button
                    type="button"
                    class={`fate fate-${kind}`}
                    aria-pressed={child === dying}
                    onClick={() => void (chosen.value = child.place)}
                  >
                    <span class="fate-id">{child.id}</span>
                    <span class="fate-words">{words}</span>
                  </button>
                </li>
              );
            })}
          </ul>
          {node.children.length > MOST && <p class="muted">and {node.children.length - MOST} more</p>}
        </>
      )}
      <p>
        It may restart <strong>{maxRestarts}</strong> times within <strong>{maxSeconds} s</strong>, and has{" "}
        <strong>{left}</strong>{" "}
        left. One more, and it stops its children and gives up; then the supervisor above it decides.
      </p>
    </section>
  );
}
