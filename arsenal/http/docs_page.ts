import type { Operation } from "../operations/operation.ts";

/** What the page says of the whole. */
export interface PageOptions {
  /** What the API is called. */
  title: string;
  /** Where every path begins. */
  basePath: string;
}

/** The operations as a page for people: one file without scripts, nothing is loaded from elsewhere. */
export function docsPage(operations: readonly Operation[], { title, basePath }: PageOptions): string {
  const tags = [...new Set(operations.flatMap(({ tags }) => tags.slice(0, 1)))].sort();
  const sections = tags.map((tag) => {
    const mine = operations.filter(({ tags }) => tags[0] === tag);
    return `<h2 id="${escape(tag)}">${escape(tag)}</h2>\n${mine.map((each) => entry(each, basePath)).join("\n")}`;
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${escape(title)}</h1>
<p>${operations.length} operations. The same as <a href="?format=json">OpenAPI 3.1</a> for programs.</p>
<nav>${tags.map((tag) => `<a href="#${escape(tag)}">${escape(tag)}</a>`).join(" ")}</nav>
${sections.join("\n")}
</main>
</html>
`;
}

function entry(operation: Operation, basePath: string): string {
  const { name, method, path, summary, description, permission, params, query, body, dangerous } = operation;
  const fields = [
    ...Object.keys(params.shape).map((each) => `path ${each}`),
    ...Object.keys(query.shape).map((each) => `query ${each}`),
    ...(body !== undefined && "shape" in body ? Object.keys(body.shape as object).map((each) => `body ${each}`) : []),
  ];
  return `<article id="${escape(name)}">
<h3><b class="${method.toLowerCase()}">${method}</b> <code>${escape(basePath + path)}</code></h3>
<p>${prose(summary)}${dangerous ? " <strong>Can do harm.</strong>" : ""}</p>
${description === "" ? "" : `<p>${prose(description)}</p>\n`}<p class="facts"><code>${
    escape(name)
  }</code> needs <code>${escape(permission)}</code>${
    fields.length === 0 ? "" : ` and takes ${fields.map((each) => `<code>${escape(each)}</code>`).join(", ")}`
  }</p>
</article>`;
}

/** Text in which `code` is written as in Markdown, since it is Markdown in the OpenAPI document. */
function prose(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, "<code>$1</code>");
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

const STYLE = `
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
nav a { margin-right: .5rem }
article { border-top: 1px solid #8884; padding: .25rem 0 }
h3 { font-size: 1rem; margin: .5rem 0 0 }
h3 b { display: inline-block; min-width: 5rem }
p { margin: .25rem 0 }
.facts { opacity: .8; font-size: .875rem }
code { overflow-wrap: anywhere }
`;
