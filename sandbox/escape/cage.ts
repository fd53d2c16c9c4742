import type { Pid } from "@superlearner/otp";
import type { Permissions } from "../permissions/permissions.ts";
import type { RealWall, WallName } from "./attempt.ts";

/** What is to be held. */
export interface Prisoner {
  /** Its name. */
  readonly name: string;
  /** Its modules by path, or the folder they are in. */
  readonly source: { readonly files: Readonly<Record<string, string>> } | { readonly dir: string };
  /** What it is granted. */
  readonly permissions: Permissions;
  /** Limits that differ from the harness's. */
  readonly limits: Readonly<Record<string, number>>;
  /** Whether limits are to be met soon; otherwise none is met because a machine is slow. @default {false} */
  readonly tight?: boolean;
}

/** Something that is held. */
export interface Held {
  /** Calls a function that the entry exports. */
  run(name: string): Promise<unknown>;
  /** The pid that a name has inside. */
  whereis?(name: string): Promise<Pid | undefined>;
  /** Puts another version in the place of the one that runs: the same modules, each with a line more. */
  reload?(): Promise<void>;
  /** What it has printed. */
  lines(): readonly string[];
  /** Ends it. */
  destroy(): Promise<void>;
}

/** A wall, as attempts see it. */
export interface Cage extends AsyncDisposable {
  /** Which. */
  readonly wall: WallName;
  /** Locks something in. */
  hold(prisoner: Prisoner): Promise<Held>;
}

/** No wall at all: the guest runs in the host. The harness must find that nearly everything gets out. */
export class OpenCage implements Cage {
  /** Always `"open"`. */
  readonly wall = "open";
  readonly #dir: string;

  /** @param dir Where it may write. */
  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Runs the entry here. */
  async hold({ source }: Prisoner): Promise<Held> {
    const dir = "dir" in source ? source.dir : await this.#write(source.files);
    const entry = await import(`file://${dir}/main.ts`) as Record<string, () => unknown>;
    return { run: async (name) => await entry[name]!(), lines: () => [], destroy: () => Promise.resolve() };
  }

  async #write(files: Readonly<Record<string, string>>): Promise<string> {
    const dir = await Deno.makeTempDir({ dir: this.#dir });
    for (const [path, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${dir}/${path.slice(1).replaceAll(/[\0\n]|\.\.\//g, "_")}`, text);
    }
    return dir;
  }

  /** What it wrote goes with the folder. */
  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}

/** The walls that there are, but the one that is none. */
export const REAL_WALLS: readonly RealWall[] = ["worker", "process", "shared"];
