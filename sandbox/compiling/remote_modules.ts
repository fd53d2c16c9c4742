/** What kind of text a remote module is, as the end of a file's name would say it. */
export type RemoteKind = ".ts" | ".mts" | ".tsx" | ".js" | ".mjs" | ".jsx" | ".json";

/** A module that was fetched. */
export interface RemoteText {
  /** Its text. */
  readonly text: string;
  /** What it is. */
  readonly kind: RemoteKind;
}

/** Who brings remote modules to a compile, where any were granted. What is fetched once is the same ever after. */
export interface RemoteModules {
  /** Whether a URL was granted. */
  allows(url: string): boolean;
  /**
   * Brings the text of one.
   *
   * @throws {SandboxError} `load_failed` with the reason, `import_denied` if it leads elsewhere, `limit_exceeded` if it is too large.
   */
  load(url: string, options: RemoteLoadOptions): Promise<RemoteText>;
}

/** How one is fetched. */
export interface RemoteLoadOptions {
  /** Calls it off. */
  readonly signal: AbortSignal;
  /** How large it may be, in bytes. */
  readonly mostBytes: number;
}

/** How many are fetched at a time. */
const AT_A_TIME = 8;

/** Fetches some, not all at once, and gives each as it is named. */
export async function loadRemotes(
  urls: readonly string[],
  { remote, ...options }: RemoteLoadOptions & { readonly remote: RemoteModules },
): Promise<(readonly [url: string, RemoteText])[]> {
  const found: (readonly [string, RemoteText])[] = [];
  for (let at = 0; at < urls.length; at += AT_A_TIME) {
    const some = urls.slice(at, at + AT_A_TIME);
    found.push(...await Promise.all(some.map(async (url) => [url, await remote.load(url, options)] as const)));
  }
  return found;
}
