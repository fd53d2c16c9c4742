/** Something that happened. */
export interface FolderEvent {
  /** `"access"` where nothing was changed; anything else says that something may have been. */
  readonly kind: string;
  /** What it happened to. */
  readonly paths: readonly string[];
}

/** What happens in some directories, and an end to it. */
export interface FolderEvents extends AsyncIterable<FolderEvent>, Disposable {}

/** Opens what happens in directories, each by itself and nothing below it. */
export type OpenFolderEvents = (folders: readonly string[]) => FolderEvents;

/**
 * What the system tells of directories. Each is watched by itself: a watch of all that is below one follows links, out of
 * the directory and round in circles.
 */
export function folderEvents(folders: readonly string[]): FolderEvents {
  return Deno.watchFs([...folders], { recursive: false });
}
