/**
 * Where the subprocesses of one program have their folders. A program that is killed removes nothing; so its folder holds a file
 * that it has locked, the system frees the lock whatever it ended of, and the next program that needs folders removes those
 * whose lock can be had.
 */

/** How folders of programs begin; followed by chance. */
const PREFIX = "superlearner-sandbox-";
const LOCK = "lock";

/** The folder of one program. Held as long as anybody has a folder in it. */
export class HostFolder {
  readonly #dir: string | undefined;
  #held: { readonly path: string; readonly lock: Deno.FsFile; readonly swept: Promise<void> } | undefined;
  #users = 0;

  /** @param dir Where it is made. Default: where the system has temporary files. */
  constructor(dir?: string) {
    this.#dir = dir;
  }

  /** Makes a folder in it, and itself where it is not there. */
  take(): string {
    const folder = this.#make();
    this.#users++;
    return folder;
  }

  #make(): string {
    const { path, lock } = this.#held ??= this.#open();
    try {
      return Deno.makeTempDirSync({ dir: path });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      // Somebody tidies up where temporary files are: what has not been touched for days is removed there.
      lock.close();
      this.#held = undefined;
      const held = this.#held = this.#open();
      return Deno.makeTempDirSync({ dir: held.path });
    }
  }

  /** Removes one that was taken, and itself with the last. */
  async giveBack(folder: string): Promise<void> {
    await Deno.remove(folder, { recursive: true }).catch(() => {});
    if (--this.#users > 0 || this.#held === undefined) return;
    const { path, lock, swept } = this.#held;
    this.#held = undefined;
    await Deno.remove(path, { recursive: true }).catch(() => {}); // first: without its lock it would be anybody's
    lock.close();
    await swept;
  }

  #open() {
    const options = this.#dir === undefined ? {} : { dir: this.#dir };
    const fresh = Deno.makeTempDirSync({ prefix: `new-${PREFIX}`, ...options });
    const lock = Deno.openSync(`${fresh}/${LOCK}`, { write: true, create: true });
    lock.lockSync(true);
    // Its name is what others look for: it has that once it is locked.
    const at = fresh.lastIndexOf(`new-${PREFIX}`);
    const [dir, path] = [fresh.slice(0, at), fresh.slice(0, at) + fresh.slice(at + "new-".length)];
    try {
      Deno.renameSync(fresh, path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      return { path: fresh, lock, swept: Promise.resolve() }; // who may write only, may not rename or look
    }
    return { path, lock, swept: sweep(dir) };
  }
}

/** Removes the folders of programs that are no more. Where it may not look, nothing happens. */
async function sweep(dir: string): Promise<void> {
  try {
    for await (const { name, isDirectory } of Deno.readDir(dir)) {
      if (isDirectory && name.startsWith(PREFIX)) await removeDead(dir + name);
    }
  } catch { /* it is not allowed, or something has gone meanwhile */ }
}

async function removeDead(folder: string): Promise<void> {
  let lock: Deno.FsFile;
  try {
    lock = await Deno.open(`${folder}/${LOCK}`, { write: true });
  } catch {
    return; // somebody else's, or gone by now
  }
  try {
    if (await lock.tryLock(true)) await Deno.remove(folder, { recursive: true });
  } catch {
    /* another one removes it at the same time */
  } finally {
    lock.close();
  }
}

/** The folder of this program. */
export const HOST_FOLDER: HostFolder = new HostFolder();
