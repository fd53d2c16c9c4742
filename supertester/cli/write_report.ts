import { githubAnnotations } from "../reports/github_annotations.ts";
import { writeHtml } from "../reports/html/write_html.tsx";
import type { Report } from "../reports/report.ts";
import { writeJunit } from "../reports/write_junit.ts";
import { writeMarkdown } from "../reports/write_markdown.ts";
import type { ReportFormat } from "./config.ts";
import { EXIT } from "./exit_codes.ts";
import type { Terminal } from "./terminal.ts";

const FILES: Readonly<Record<ReportFormat, string>> = {
  html: "report.html",
  json: "report.json",
  junit: "junit.xml",
  markdown: "report.md",
};

/** GitHub takes no more of a step's summary than a megabyte. */
const SUMMARY_LENGTH = 1_000_000;

/** The report in one of its forms. */
export function formatReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case "html":
      return writeHtml(report);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "junit":
      return writeJunit(report);
    case "markdown":
      return writeMarkdown(report);
  }
}

/** Writes the report into the folder of results. Gives the paths of the files. */
export async function writeReports(
  report: Report,
  { folder, formats }: { readonly folder: string; readonly formats: readonly ReportFormat[] },
): Promise<string[]> {
  return await Promise.all(formats.map(async (format) => {
    const path = `${folder}/${FILES[format]}`;
    await Deno.writeTextFile(path, formatReport(report, format));
    return path;
  }));
}

/** Annotates the job's log, and adds to its summary where GitHub names a file for it. */
export async function tellGithub(report: Report, { print, env }: Terminal): Promise<void> {
  githubAnnotations(report).forEach(print);
  const summary = env("GITHUB_STEP_SUMMARY");
  if (!summary) return;
  const whole = writeMarkdown(report);
  const text = new TextEncoder().encode(whole).length <= SUMMARY_LENGTH
    ? whole
    : writeMarkdown(report, { failures: 20, failureLength: 1_000 });
  await Deno.writeTextFile(summary, text, { append: true });
}

/** The exit code that a verdict has. */
export function exitCodeOf({ verdict }: Pick<Report, "verdict">): number {
  return EXIT[verdict];
}
