/**
 * A URL for the first module of many workers, whose text is here: nothing is read or loaded, wherever this package came from.
 * Not of the `data:` kind, which Deno keeps for each worker, long after it is gone.
 */
export function moduleUrl(text: string): string {
  return URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
}
