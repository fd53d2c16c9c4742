import { createHash } from "node:crypto";
import type { JSX } from "preact";
import { renderToString } from "preact-render-to-string";
import { countOutcomes, isFlaky, type Report } from "../report.ts";
import { type KnownResult, knowResult } from "../result_data.ts";
import { formatDate, formatMs, formatNumber } from "../wording.ts";
import { xmlText } from "../xml_text.ts";
import { AttachmentsSection } from "./attachments_section.tsx";
import { ChaosSection } from "./chaos_section.tsx";
import { explore } from "./explorer_script.ts";
import { FlakesSection } from "./flakes_section.tsx";
import { OtherSection } from "./other_section.tsx";
import { PerformanceSection } from "./performance_section.tsx";
import { SimulationSection } from "./simulation_section.tsx";
import { STYLES } from "./styles.ts";
import { TestsSection } from "./tests_section.tsx";

const SCRIPT = `(${explore})(document)`;

/** Nothing is loaded from anywhere, and no script runs but this one, whatever is in a name or a failure. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash("sha256").update(SCRIPT).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** The report as one page that holds all it needs: it opens from a file, and without a network. */
export function writeHtml(report: Report): string {
  return `<!doctype html>\n${xmlText(renderToString(<Page report={report} />))}\n`;
}

function Page({ report }: { readonly report: Report }): JSX.Element {
  const { title, verdict, at, commit, durationMs, runs, tests, histories, results, problems } = report;
  const known = results.map(knowResult);
  const places = PLACES.filter(({ always, count }) => always || count(report, known) > 0);
  const having = new Set(places.map(({ id }) => id));
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <title>{`${verdict}: ${title}`}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLES }} />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <h1>
            {title} <span class={`verdict ${CLASSES[verdict]}`}>{verdict}</span>
          </h1>
          <p class="stamp">
            {formatDate(at)}
            {commit !== "" && (
              <>
                , commit <code>{commit.slice(0, 10)}</code>
              </>
            )}
          </p>
          <Counts {...{ tests, runs, durationMs }} />
        </header>
        <nav aria-label="Parts of the report">
          <ul>
            {places.map(({ id, title, count }) => (
              <li key={id}>
                <a href={`#${id}`}>
                  {title} <b>{formatNumber(count(report, known))}</b>
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main id="main" tabIndex={-1}>
          {problems.length > 0 && (
            <section id="problems" aria-labelledby="problems-title">
              <h2 id="problems-title">Outside of tests</h2>
              {problems.map((problem, index) => <pre key={index} tabIndex={0}>{problem}</pre>)}
            </section>
          )}
          <TestsSection tests={tests} runs={runs} />
          {having.has("flakes") && <FlakesSection histories={histories} />}
          {having.has("simulations") && <SimulationSection found={ofKind(known, "simulation")} />}
          {having.has("chaos") && <ChaosSection found={ofKind(known, "chaos")} />}
          {having.has("performance") && <PerformanceSection found={ofKind(known, "performance")} />}
          {having.has("other") && <OtherSection found={ofKind(known, "other")} />}
          {having.has("attachments") && <AttachmentsSection results={results} />}
        </main>
        <footer>Written by supertester. It loads nothing from a network.</footer>
        <script dangerouslySetInnerHTML={{ __html: SCRIPT }} />
      </body>
    </html>
  );
}

const CLASSES = { passed: "good", failed: "bad", regressed: "warn" } as const;

interface PlaceOnPage {
  readonly id: string;
  readonly title: string;
  readonly always?: boolean;
  readonly count: (report: Report, known: readonly KnownResult[]) => number;
}

const PLACES: readonly PlaceOnPage[] = [
  { id: "problems", title: "Outside of tests", count: ({ problems }) => problems.length },
  { id: "tests", title: "Tests", always: true, count: ({ tests }) => tests.filter(({ depth }) => depth === 0).length },
  {
    id: "flakes",
    title: "Flakes",
    always: true,
    count: ({ histories }) => histories.filter(({ flaky }) => flaky).length,
  },
  { id: "simulations", title: "Simulations", count: (_, known) => ofKind(known, "simulation").length },
  { id: "chaos", title: "Chaos", count: (_, known) => ofKind(known, "chaos").length },
  { id: "performance", title: "Performance", count: (_, known) => ofKind(known, "performance").length },
  { id: "other", title: "Other", count: (_, known) => ofKind(known, "other").length },
  {
    id: "attachments",
    title: "Attachments",
    count: ({ results }) => results.reduce((sum, { attachments = [] }) => sum + attachments.length, 0),
  },
];

function ofKind<K extends KnownResult["kind"]>(known: readonly KnownResult[], kind: K) {
  return known.filter((one): one is Extract<KnownResult, { kind: K }> => one.kind === kind);
}

function Counts({ tests, runs, durationMs }: Pick<Report, "tests" | "runs" | "durationMs">): JSX.Element {
  const { passed, failed, skipped } = countOutcomes(tests);
  const flaky = tests.filter((test) => test.depth === 0 && isFlaky(test)).length;
  const figures = [["passed", passed, ""], ["failed", failed, failed > 0 ? "bad" : ""], [
    "flaky",
    flaky,
    flaky > 0 ? "warn" : "",
  ]];
  return (
    <dl class="figures">
      {figures.map(([name, value, colour]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class={String(colour)}>{formatNumber(Number(value))}</dd>
        </div>
      ))}
      <div>
        <dt>skipped</dt>
        <dd>{formatNumber(skipped)}</dd>
      </div>
      <div>
        <dt>runs</dt>
        <dd>{formatNumber(runs)}</dd>
      </div>
      <div>
        <dt>took</dt>
        <dd>{formatMs(durationMs)}</dd>
      </div>
    </dl>
  );
}
