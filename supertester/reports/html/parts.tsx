import type { ComponentChildren, JSX } from "preact";
import type { TestResult } from "../../results/result.ts";
import type { KnownResult } from "../result_data.ts";
import { factsOf } from "../result_facts.ts";

/** What belongs into which part of the page. */
export type Known<K extends KnownResult["kind"]> = readonly Extract<KnownResult, { kind: K }>[];

/** What a part of the page is. */
export interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly empty: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

/** A part of the page, or that there is nothing in it. */
export function Section({ id, title, empty, count, children }: SectionProps): JSX.Element {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {count === 0 ? <p class="empty">{empty}</p> : children}
    </section>
  );
}

/** One result: its verdict, what it comes down to, and the rest. */
export function Card(
  { result, children }: { readonly result: TestResult; readonly children: ComponentChildren },
): JSX.Element {
  return (
    <article class={`card ${result.passed ? "" : "card-failed"}`}>
      <h3>
        <span class={result.passed ? "verdict good" : "verdict bad"}>{result.passed ? "passed" : "failed"}</span>{" "}
        {titleOf(result)}
      </h3>
      <p class="headline">{factsOf(result).headline}</p>
      {children}
    </article>
  );
}

/** The test and the result's own name. */
export function titleOf({ test, name }: Pick<TestResult, "test" | "name">): string {
  return [test, name].filter((part) => part !== "").join(" › ");
}

/** Figures side by side. */
export function Figures(
  { figures }: { readonly figures: readonly (readonly [name: string, value: string])[] },
): JSX.Element {
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a table is. */
export interface TableProps {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
}

/** A table that can be scrolled by keyboard where it is too wide. */
export function Table({ name, head, rows }: TableProps): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={name}>
      <table>
        <thead>
          <tr>{head.map((title) => <th key={title} scope="col">{title}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) =>
                column === 0 ? <th key={column} scope="row">{cell}</th> : <td key={column}>{cell}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
