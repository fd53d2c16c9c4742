import type { JSX } from "preact";
import { failureRate, type TestHistory } from "../test_history.ts";
import { formatDate, formatMs, formatNumber, plural } from "../wording.ts";

const MOST = 60;

/** Tests that did not always pass, and how each of their runs ended. */
export function FlakesSection({ histories }: { readonly histories: readonly TestHistory[] }): JSX.Element {
  return (
    <section id="flakes" aria-labelledby="flakes-title">
      <h2 id="flakes-title">Flake history</h2>
      {histories.length === 0 ? <p class="empty">Every test passed in every run that is kept.</p> : (
        <>
          <p>A test is flaky if it both passed and failed with the same code. The newest run is on the right.</p>
          <div class="scroll" tabIndex={0} role="group" aria-label="Flake history, table">
            <table>
              <thead>
                <tr>
                  <th scope="col">test</th>
                  <th scope="col">verdict</th>
                  <th scope="col">failed</th>
                  <th scope="col">runs</th>
                </tr>
              </thead>
              <tbody>
                {histories.map((history) => <HistoryRow key={history.id} {...history} />)}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

function HistoryRow(history: TestHistory): JSX.Element {
  const { id, flaky, failed, passed, runs } = history;
  const shown = runs.slice(-MOST);
  const share = formatNumber(failureRate(history) * 100);
  return (
    <tr>
      <th scope="row" class="long">{id}</th>
      <td>
        {flaky ? <b class="tag">flaky</b> : runs.at(-1)?.outcome === "failed" ? <b class="bad">failing</b> : "mended"}
      </td>
      <td class="figure">{`${share} % (${failed} of ${passed + failed})`}</td>
      <td>
        <svg
          class="strip"
          role="img"
          aria-label={`The last ${plural(shown.length, "run")}, oldest first: ${
            shown.map(({ outcome }) => outcome).join(", ")
          }`}
          width={shown.length * 8}
          height={20}
        >
          {shown.map(({ at, outcome, durationMs, state }, index) => (
            <rect
              key={index}
              class={outcome}
              x={index * 8}
              y={outcome === "failed" ? 1 : 8}
              width={6}
              height={outcome === "failed" ? 18 : 11}
            >
              <title>{`${outcome}, ${formatDate(at)}, ${formatMs(durationMs)}, ${state}`}</title>
            </rect>
          ))}
        </svg>
      </td>
    </tr>
  );
}
