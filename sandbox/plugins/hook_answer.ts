/** What one plugin did with a hook. */
export type HookAnswer<Returns> =
  | {
    /** The plugin, by its name here. */
    readonly plugin: string;
    /** It answered. */
    readonly ok: true;
    /** What it answered. */
    readonly value: Returns;
    /** How long it took, in milliseconds. */
    readonly ms: number;
  }
  | {
    /** The plugin, by its name here. */
    readonly plugin: string;
    /** It did not answer, or not well. */
    readonly ok: false;
    /** Why. */
    readonly error: Error;
    /** How long it took, in milliseconds. */
    readonly ms: number;
  };

/** What came of a value that went from plugin to plugin. */
export interface ChainResult<Value> {
  /** What the last one that answered made of it. */
  readonly value: Value;
  /** What each did, in order; who failed was passed over. */
  readonly answers: readonly HookAnswer<Value>[];
}
