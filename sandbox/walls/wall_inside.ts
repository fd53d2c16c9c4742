import process from "node:process";
import { getHeapStatistics } from "node:v8";
import { GuestCode } from "../isolate/guest_code.ts";
import { SAMPLE_MS } from "../limits/limit_periods.ts";
import { Cell } from "./cell.ts";
import { MailReader } from "./mailbox.ts";
import { type FromWall, type ToWall, WALL_VERSION, type WallStart } from "./wall_protocol.ts";
import { warmUp } from "./warm_up.ts";

/** What of Node's `process` there is here and its types do not have. */
interface ThreadCpu {
  threadCpuUsage(): { readonly user: number; readonly system: number };
}

/** The inside of a wall: the cells of one thread, and what is told to the host of all of them. */
export class WallInside {
  readonly #cells = new Map<number, Cell>();
  readonly #code: GuestCode;
  readonly #post: (message: FromWall) => void;
  readonly #mail: MailReader | undefined;
  #warm: Promise<void> | undefined;
  #sampler: ReturnType<typeof setInterval> | undefined;

  /** Says that it is ready. */
  constructor({ version, nonce, bundle, cache, mailbox }: WallStart, post: (message: FromWall) => void) {
    this.#mail = mailbox === undefined ? undefined : new MailReader(mailbox);
    this.#code = new GuestCode(bundle, cache);
    this.#post = post;
    if (version === WALL_VERSION) post(["ready", WALL_VERSION, nonce]);
    // Now, as no guest has been here yet.
    if (cache === undefined) post(["cache", this.#code.makeCache()]);
    this.#code.prepare();
    // A rejection of a guest comes here as well: the reason is an object of its realm, and looked at there alone.
    globalThis.addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      for (const cell of this.#cells.values()) if (cell.rejected(event)) return;
      post(["rejection"]);
    });
  }

  /** Does what the host says. */
  hear(message: ToWall): void {
    this.#mail?.heard();
    if (message[0] === "expect") return this.#expect(message[1], message[2]);
    const [kind, id = 0] = message;
    switch (kind) {
      case "create": {
        const [, , config, limits, modules, entry, messages] = message;
        const parts = { code: this.#code, post: (told: FromWall) => this.#tell(told), mail: this.#mailOfOne() };
        const cell = new Cell({ id, config, limits, ...parts });
        this.#cells.set(id, cell);
        cell.load(modules, { entry, messages });
        this.#sampler ??= setInterval(() => this.#sample(), SAMPLE_MS);
        return;
      }
      case "reload": {
        const [, , version, modules, entry, pauseMs, plan] = message;
        return this.#cells.get(id)?.reload(version, { modules, entry, pauseMs, plan });
      }
      case "keep":
        return this.#cells.get(id)?.keep(message[2]);
      case "forget":
        return this.#cells.get(id)?.forget(message[2]);
      case "in":
        return this.#cells.get(id)?.receive(message[2]);
      case "taken":
        return this.#cells.get(id)?.taken(message[2]);
      case "drop":
        this.#cells.get(id)?.end();
        this.#cells.delete(id);
        return;
      case "warm":
        this.#warm = warmUp(this.#code);
        return;
      case "ping":
        return this.#post(["pong", id]);
    }
  }

  /** Where a guest is by then it is too late. */
  #expect(modules: readonly (readonly [string, string])[], entry: string): void {
    void this.#warm?.then(() => this.#cells.size === 0 && this.#code.expect(new Map(modules), entry));
  }

  /** Where there are several none keeps the thread. */
  #mailOfOne(): MailReader | undefined {
    for (const each of this.#cells.values()) each.share();
    return this.#cells.size === 0 ? this.#mail : undefined;
  }

  /** With a limit that was hit comes what was used until then: only so it is known whether a loop had the time it took. */
  #tell(message: FromWall): void {
    if (message[0] === "over") this.#sample();
    this.#post(message);
  }

  #sample(): void {
    const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
    const { user, system } = (process as unknown as ThreadCpu).threadCpuUsage();
    this.#post(["sample", heap, external, Math.round((user + system) / 1000)]);
  }
}
