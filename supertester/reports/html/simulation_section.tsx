import type { JSX } from "preact";
import type { TestResult } from "../../results/result.ts";
import type { SimulationData } from "../../results/simulation_data.ts";
import { formatMs, formatNumber } from "../wording.ts";
import { Card, Figures, type Known, Section, Table, titleOf } from "./parts.tsx";
import { SpaceTime } from "./space_time.tsx";

/** Simulations: how many interleavings, and of a failure its schedule and how to see it again. */
export function SimulationSection({ found }: { readonly found: Known<"simulation"> }): JSX.Element {
  return (
    <Section id="simulations" title="Simulations" empty="Nothing was simulated." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <Simulation {...{ result, data }} />
        </Card>
      ))}
    </Section>
  );
}

function Simulation({ result, data }: { readonly result: TestResult; readonly data: SimulationData }): JSX.Element {
  const { line, strategy, runs, coverage, failure, steps, preemptions } = data;
  return (
    <>
      <Figures
        figures={[
          ["interleavings", formatNumber(runs)],
          ...(strategy === "" ? [] : [["strategy", strategy] as const]),
          ...(coverage === undefined ? [] : [["covered", coverage] as const]),
          ...(failure
            ? [
              ["found in run", formatNumber(failure.run)] as const,
              ["pre-emptions", `${formatNumber(preemptions)}${failure.minimal ? ", none can go" : ""}`] as const,
            ]
            : []),
        ]}
      />
      {failure && (
        <>
          {line !== "" && (
            <p>
              To see it again: <code class="replay">supertester replay {line}</code>
            </p>
          )}
          <pre tabIndex={0}>{failure.message}</pre>
          {!failure.deterministic && <p class="note">The same choices gave another run: it is not deterministic.</p>}
          {failure.suspects.length > 0 && (
            <p class="note">It uses what may make runs differ: {failure.suspects.join("; ")}</p>
          )}
        </>
      )}
      {steps.length > 0 && (
        <>
          <SpaceTime steps={steps} title={titleOf(result)} />
          <details>
            <summary>Steps</summary>
            <Table
              name={`${titleOf(result)}, steps`}
              head={["step", "at", "process", "event", "message", "from", "sends"]}
              rows={steps.map(({ process, event, atMs, message, from, sends, preempts }, index) => [
                `${index + 1}${preempts ? " (out of order)" : ""}`,
                formatMs(atMs),
                process,
                event,
                message ?? "",
                from ?? "",
                sends.map(({ to, message, fate }) =>
                  `${message} to ${to}${fate && fate !== "answered" ? ` (${fate})` : ""}`
                ).join("; "),
              ])}
            />
          </details>
        </>
      )}
    </>
  );
}
