import { ArgumentError } from "@superlearner/otp";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { CodecError, decode, encode } from "../guest/codec.ts";
import { checkKnownOptions, checkOptions, isPlainObject } from "../limits/check_options.ts";
import { checkExported, type ExportedState } from "./exported_state.ts";
import { StateError } from "./state_error.ts";

/** How {@linkcode Snapshots} keeps states. */
export interface SnapshotsOptions {
  /**
   * How many snapshots of one name are kept; the oldest are removed.
   *
   * @default {10}
   */
  readonly keep?: number;
}

/** A snapshot that is kept. */
export interface SnapshotInfo {
  /** The file. */
  readonly file: string;
  /** Its number: one more than that of the snapshot before. */
  readonly number: number;
}

/** The newest snapshot that is whole. */
export interface LatestSnapshot extends SnapshotInfo {
  /** The states. */
  readonly state: ExportedState;
  /** What is wrong with the ones after it, newest first; empty where it is the newest. */
  readonly broken: readonly StateError[];
}

const SAVE = "save a snapshot";
const LOAD = "load a snapshot";

/**
 * Snapshots of states in a directory of the host. Each is written under another name, handed to the disk and then given its
 * own, so whoever reads finds it whole or not at all; a checksum tells whether it still is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Snapshots } from "@superlearner/sandbox/state";
 *
 * const snapshots = new Snapshots(await Deno.makeTempDir());
 * await snapshots.save({ format: 1, name: "shop", version: 2, at: 0, states: { cart: new Map([["tea", 2]]) } });
 * assertEquals((await snapshots.latest("shop")).state.states, { cart: new Map([["tea", 2]]) });
 * ```
 */
export class Snapshots {
  /** Where they are. */
  readonly directory: string;
  readonly #keep: number;
  /** One is saved after the other: each has a number of its own. */
  #saving: Promise<unknown> = Promise.resolve();

  /** Keeps snapshots in a directory, which is made when the first is saved. @throws {ArgumentError} If an option is not right. */
  constructor(directory: string, options: SnapshotsOptions = {}) {
    const { keep = 10 } = checkKnownOptions("keep snapshots", options, { keep: true });
    if (!(Number.isSafeInteger(keep) || keep === Infinity) || keep < 1) {
      throw new ArgumentError("keep snapshots", { rule: "keep is a whole number from 1 up, or Infinity", value: keep });
    }
    if (typeof directory !== "string" || directory === "") {
      throw new ArgumentError("keep snapshots", { rule: "the directory is a path", value: directory });
    }
    this.directory = directory;
    this.#keep = keep;
  }

  /**
   * Keeps states. When this resolves they are on the disk.
   *
   * @throws {StateError} `not_saved` if a state is no data. What the disk throws is thrown as it is. Nothing was changed then.
   * @throws {ArgumentError} If it is nothing that was exported.
   */
  async save(state: ExportedState): Promise<SnapshotInfo> {
    const text = textOf(checkExported(SAVE, state));
    const saved = this.#saving.then(() => this.#save(state.name, text));
    this.#saving = saved.catch(() => {});
    return await saved;
  }

  async #save(name: string, text: string): Promise<SnapshotInfo> {
    await Deno.mkdir(this.directory, { recursive: true });
    const before = await this.list(name);
    const number = (before.at(-1)?.number ?? 0) + 1;
    const file = join(this.directory, fileName(name, number));
    await writeWhole(file, text);
    for (const old of before.slice(0, Math.max(0, before.length + 1 - this.#keep))) await Deno.remove(old.file);
    return { file, number };
  }

  /** The snapshots of a name, oldest first. */
  async list(name: string): Promise<readonly SnapshotInfo[]> {
    if (typeof name !== "string") throw new ArgumentError(LOAD, { rule: "a name is a text", value: name });
    const found: SnapshotInfo[] = [];
    try {
      for await (const entry of Deno.readDir(this.directory)) {
        const number = entry.isFile ? numberOf(entry.name, name) : undefined;
        if (number !== undefined) found.push({ file: join(this.directory, entry.name), number });
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return found.sort((one, other) => one.number - other.number);
  }

  /** The states of one snapshot. @throws {StateError} `corrupt` if it is not whole. */
  async load(info: Pick<SnapshotInfo, "file">): Promise<ExportedState> {
    const { file } = checkOptions(LOAD, info);
    if (typeof file !== "string") throw new ArgumentError(LOAD, { rule: "file is a path", value: file });
    return stateOf(await Deno.readTextFile(file), file);
  }

  /** The newest snapshot of a name that is whole. @throws {StateError} `not_found` if there is none. */
  async latest(name: string): Promise<LatestSnapshot> {
    const broken: StateError[] = [];
    for (const info of [...await this.list(name)].reverse()) {
      try {
        return { ...info, state: await this.load(info), broken };
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        broken.push(error);
      }
    }
    const what = `snapshot of ${name}${broken.length === 0 ? "" : ` that is whole, of ${broken.length}`}`;
    throw new StateError(LOAD, { kind: "not_found", what }, broken.length === 0 ? {} : { cause: broken[0] });
  }
}

const END = ".snapshot";

function fileName(name: string, number: number): string {
  return `${encodeURIComponent(name.toWellFormed())}.${String(number).padStart(12, "0")}${END}`;
}

function numberOf(file: string, name: string): number | undefined {
  const start = `${encodeURIComponent(name.toWellFormed())}.`;
  if (!file.startsWith(start) || !file.endsWith(END)) return undefined;
  const digits = file.slice(start.length, -END.length);
  return /^\d{12,}$/.test(digits) ? Number(digits) : undefined;
}

async function writeWhole(file: string, text: string): Promise<void> {
  const temporary = `${file}.part`;
  try {
    {
      using open = await Deno.open(temporary, { write: true, create: true, truncate: true, mode: 0o600 });
      const bytes = new TextEncoder().encode(text);
      for (let at = 0; at < bytes.length;) at += await open.write(bytes.subarray(at));
      await open.sync();
    }
    await Deno.rename(temporary, file);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

/** A line for people and for the check, then a line for each process. */
function textOf({ format, name, version, at, states }: ExportedState): string {
  const lines = Object.entries(states).map(([process, state]) => {
    try {
      return `${encode([process, state])}\n`;
    } catch (cause) {
      if (!(cause instanceof CodecError)) throw cause;
      const path = cause.path.replace(/^\[1\]\.?/, "");
      const message = `${cause.what}${path === "" ? "" : ` at ${path}`} cannot be kept`;
      throw new StateError(SAVE, { kind: "not_saved", process, message }, { cause });
    }
  });
  const body = lines.join("");
  return `${
    JSON.stringify({
      format,
      name,
      version,
      at,
      processes: lines.length,
      sha256: checksum({ name, version, at }, body),
    })
  }\n${body}`;
}

function stateOf(text: string, file: string): ExportedState {
  const corrupt = (rule: string, cause?: unknown) =>
    new StateError(LOAD, { kind: "corrupt", file, rule }, cause === undefined ? {} : { cause });
  const end = text.indexOf("\n");
  const head = headOf(text.slice(0, Math.max(0, end)));
  if (head === undefined) throw corrupt("its first line says what it is");
  if (head.format !== 1) throw corrupt("its form is 1");
  const body = text.slice(end + 1);
  if (checksum(head, body) !== head.sha256) throw corrupt("its checksum is that of what it holds");
  try {
    const states = body.split("\n").slice(0, -1).map((line) => decode(line) as [string, unknown]);
    return { format: 1, name: head.name, version: head.version, at: head.at, states: Object.fromEntries(states) };
  } catch (cause) {
    throw corrupt("each of its lines is a state", cause);
  }
}

interface Head {
  readonly format: unknown;
  readonly name: string;
  readonly version: number;
  readonly at: number;
  readonly sha256: unknown;
}

function headOf(line: string): Head | undefined {
  try {
    const head: unknown = JSON.parse(line);
    if (!isPlainObject(head) || typeof head.name !== "string") return undefined;
    return Number.isSafeInteger(head.version) && typeof head.at === "number" ? head as unknown as Head : undefined;
  } catch {
    return undefined;
  }
}

function checksum({ name, version, at }: Pick<Head, "name" | "version" | "at">, body: string): string {
  return createHash("sha256").update(JSON.stringify([name, version, at])).update(body).digest("hex");
}
