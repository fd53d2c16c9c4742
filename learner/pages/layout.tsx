import type { ComponentChildren, JSX } from "preact";

/** Where the files are that a page needs. */
export interface PageAssets {
  /** The styles. */
  readonly styles: string;
  /** What is run before the page is drawn; `undefined` where there is no client. */
  readonly theme: string | undefined;
  /** What brings the page to life. */
  readonly client: string | undefined;
  /** The icon. */
  readonly icon: string;
}

/** What a page is. */
export interface LayoutProps {
  /** Its title. */
  readonly title: string;
  /** Its path, to be marked in the navigation. */
  readonly path: string;
  /** Its files. */
  readonly assets: PageAssets;
  /** Data for the client: written as JSON that is never run. */
  readonly data?: unknown;
  /** What it shows. */
  readonly children: ComponentChildren;
}

/** The places that the navigation leads to. */
const PLACES: readonly (readonly [path: string, title: string])[] = [
  ["/supervisors", "Supervisors"],
  ["/api/v1/arsenal/docs", "API"],
];

/** The frame of every page: head, navigation, theme. */
export function Layout({ title, path, assets, data, children }: LayoutProps): JSX.Element {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · SuperLearner`}</title>
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <link rel="stylesheet" href={assets.styles} />
        {assets.theme !== undefined && <script src={assets.theme} />}
        {assets.client !== undefined && <script type="module" src={assets.client} />}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="bar">
          <a class="brand" href="/" aria-label="SuperLearner">
            <Mark /> <span>SuperLearner</span>
          </a>
          <nav aria-label="Pages">
            {PLACES.map(([to, name]) => (
              <a key={to} href={to} {...(to === path ? { "aria-current": "page" as const } : {})}>{name}</a>
            ))}
          </nav>
          <button
            type="button"
            class="icon theme-toggle"
            data-theme-toggle=""
            aria-label="Switch between light and dark"
          >
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
              <circle cx="8" cy="8" r="6" class="line" />
              <path d="M8 2a6 6 0 0 1 0 12z" class="fill" />
            </svg>
          </button>
        </header>
        <main id="main" tabIndex={-1}>{children}</main>
        {data !== undefined && (
          <script id="snapshot" type="application/json" dangerouslySetInnerHTML={{ __html: safeJson(data) }} />
        )}
      </body>
    </html>
  );
}

/** JSON that cannot end the element it stands in, whatever names and states it holds. */
export function safeJson(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The sign of the house: a supervisor and its children. */
function Mark(): JSX.Element {
  return (
    <svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <rect width="24" height="24" rx="6" class="mark-ground" />
      <path d="M7 12h4M11 7v10M11 7h5M11 12h5M11 17h5" class="mark-line" />
      <circle cx="6.5" cy="12" r="2.2" class="mark-dot" />
      <circle cx="17" cy="7" r="1.9" class="mark-dot" />
      <circle cx="17" cy="12" r="1.9" class="mark-dot" />
      <circle cx="17" cy="17" r="1.9" class="mark-dot" />
    </svg>
  );
}
