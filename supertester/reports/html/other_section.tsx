import type { JSX } from "preact";
import { Card, type Known, Section } from "./parts.tsx";

/** Everything else that tests published, as it is. */
export function OtherSection({ found }: { readonly found: Known<"other"> }): JSX.Element {
  return (
    <Section id="other" title="Other results" empty="Nothing else was published." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <details>
            <summary>Data</summary>
            <pre tabIndex={0}>{JSON.stringify(data, null, 2)}</pre>
          </details>
        </Card>
      ))}
    </Section>
  );
}
