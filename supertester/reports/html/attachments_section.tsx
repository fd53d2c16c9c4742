import type { JSX } from "preact";
import type { TestResult } from "../../results/result.ts";
import { formatQuantity } from "../wording.ts";
import { titleOf } from "./parts.tsx";

/** Files that belong to results: each is in the page, to be saved from it. */
export function AttachmentsSection({ results }: { readonly results: readonly TestResult[] }): JSX.Element {
  const files = results.flatMap((result) =>
    (result.attachments ?? []).map((file) => ({ ...file, of: titleOf(result) }))
  );
  return (
    <section id="attachments" aria-labelledby="attachments-title">
      <h2 id="attachments-title">Attachments</h2>
      {files.length === 0 ? <p class="empty">No files were attached.</p> : (
        <ul class="attachments">
          {files.map(({ name, mediaType, text, of }, index) => (
            <li key={index}>
              <a href={dataUrl(mediaType, text)} download={name.replaceAll(/[/\\]/g, "_")}>{name}</a> {mediaType},{" "}
              {formatQuantity(new TextEncoder().encode(text).length, "bytes")}, of {of}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** A type that is none could name another than the link says: it is plain text then. */
function dataUrl(mediaType: string, text: string): string {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mediaType) ? mediaType : "text/plain";
  return `data:${type};charset=utf-8,${encodeURIComponent(text.toWellFormed())}`;
}
