/** A folder that is gone with all that is in it when it is disposed of. */
export class TemporaryFolder implements AsyncDisposable {
  /** Where it is. */
  readonly path: string;

  /** Takes over a folder. */
  constructor(path: string) {
    this.path = path;
  }

  /** Removes it; one that is gone already is no error. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await Deno.remove(this.path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Makes an empty folder of a test's own: `t.use(await temporaryFolder())`. */
export async function temporaryFolder(): Promise<TemporaryFolder> {
  return new TemporaryFolder(await Deno.makeTempDir({ prefix: "supertester-" }));
}
