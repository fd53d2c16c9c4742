import type { JSX } from "preact";
import type { ChaosData } from "../../results/chaos_data.ts";
import type { TestResult } from "../../results/result.ts";
import { formatMs, formatNumber } from "../wording.ts";
import { ChaosTimeline } from "./chaos_timeline.tsx";
import { Card, Figures, type Known, Section, Table, titleOf } from "./parts.tsx";

/** Chaos: what crashed, what came back and how fast, and when. */
export function ChaosSection({ found }: { readonly found: Known<"chaos"> }): JSX.Element {
  return (
    <Section id="chaos" title="Chaos" empty="No chaos was reported." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <Chaos {...{ result, data }} />
        </Card>
      ))}
    </Section>
  );
}

function Chaos({ result, data }: { readonly result: TestResult; readonly data: ChaosData }): JSX.Element {
  const { crashes, recoveries, failures, kills, timeToRecoverMs: times, durationMs, seed, scenarios = [] } = data;
  return (
    <>
      <Figures
        figures={[
          ["crashes", formatNumber(crashes)],
          ["recoveries", formatNumber(recoveries)],
          ["failures", formatNumber(failures)],
          ["kills", formatNumber(kills)],
          ["recovery p50", formatMs(times.p50)],
          ["recovery p95", formatMs(times.p95)],
          ["recovery p99", formatMs(times.p99)],
          ["recovery max", formatMs(times.max)],
          ["duration", formatMs(durationMs)],
          ["seed", String(seed)],
        ]}
      />
      {scenarios.length > 0 && (
        <Table
          name={`${titleOf(result)}, scenarios`}
          head={["scenario", "verdict", "duration", "why"]}
          rows={scenarios.map(({ name, passed, durationMs, reason }) => [
            name,
            passed ? "passed" : <b key="verdict" class="bad">failed</b>,
            formatMs(durationMs),
            reason ?? "",
          ])}
        />
      )}
      {data.timeline.length > 0 && <ChaosTimeline timeline={data.timeline} title={titleOf(result)} />}
    </>
  );
}
