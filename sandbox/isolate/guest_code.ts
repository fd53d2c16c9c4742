import { Buffer } from "node:buffer";
import vm from "node:vm";
import type { RealmConfig } from "../guest/protocol.ts";
import { AheadLink } from "./link_ahead.ts";
import { type ModuleMap, readAhead } from "./linker.ts";
import { Realm } from "./realm.ts";
import { rehearse } from "./rehearsal.ts";

const REALM = {
  microtaskMode: "afterEvaluate",
  codeGeneration: { strings: false, wasm: false },
} as const;

/** What a realm is told whose guest was granted nothing, as most are. */
const PLAIN: RealmConfig = { granted: [], env: {} };

/** The code that is ours in each realm of a thread, compiled. */
export class GuestCode {
  readonly #script: vm.Script;
  readonly #secret: () => string;
  /** A realm that nobody needs yet, and one that is ready for a guest who was granted nothing. */
  #spare: Realm | undefined;
  #ready: Realm | undefined;
  #names: ReadonlyMap<string, string> | undefined;

  /**
   * Compiles it; with what was made of it before, in no time.
   *
   * @param secret Gives words that no guest can guess.
   */
  constructor(bundle: string, cache?: Uint8Array, secret: () => string = newSecret) {
    this.#secret = secret;
    const cachedData = cache === undefined ? {} : { cachedData: Buffer.from(cache) };
    this.#script = new vm.Script(bundle, { filename: "guest", ...cachedData });
  }

  /** What spares the next thread the work. Runs the code once, so that what each guest needs is in it as well. */
  makeCache(): Uint8Array<ArrayBuffer> {
    const realm = this.#make();
    rehearse(realm);
    realm.boot(PLAIN);
    realm.names();
    return new Uint8Array(this.#script.createCachedData());
  }

  /** Makes a realm before somebody needs it. */
  prepare(): void {
    this.#spare ??= this.#make();
  }

  /** The same, as far as it goes where the guest was granted nothing. */
  prepareReady(): void {
    if (this.#ready !== undefined) return;
    const realm = this.#take();
    rehearse(realm);
    realm.boot(PLAIN);
    realm.ready = readAhead({ context: realm.context, glue: realm.glue, runtime: this.names(realm) });
    this.#ready = realm;
  }

  /** Links in the realm that is ready what the next guest is likely to load; if that is something else, it was in vain. */
  expect(map: ModuleMap, entry: string): void {
    const realm = this.#ready;
    if (realm === undefined) return;
    try {
      realm.ahead = new AheadLink({ context: realm.context, glue: realm.glue, runtime: this.names(realm) }, {
        map,
        entry,
      });
    } catch { /* who loads it is told */ }
  }

  /** A realm that is ready for a guest, and nothing of anybody's has run there. */
  realm(config: RealmConfig): Realm {
    const ready = this.#ready;
    if (ready !== undefined && isPlain(config)) {
      this.#ready = undefined;
      return ready;
    }
    const realm = this.#take();
    realm.boot(config);
    return realm;
  }

  /** What the runtime's modules export; the same in each realm. Asked of one in which no guest has been yet. */
  names(realm: Realm): ReadonlyMap<string, string> {
    return this.#names ??= realm.names();
  }

  #take(): Realm {
    const made = this.#spare ?? this.#make();
    this.#spare = undefined;
    return made;
  }

  #make(): Realm {
    // Not with `DONT_CONTEXTIFY`, although names of the global object are found much faster then: V8 makes code of
    // `while (true) new Array(1000).fill({})` that nothing stops, where it knows for good what `Array` is (15.0).
    const context = vm.createContext(Object.create(null), REALM);
    this.#script.runInContext(context);
    return new Realm(context, this.#secret());
  }
}

function isPlain({ seed, granted, env, sys = {} }: RealmConfig): boolean {
  return seed === undefined && granted.length === 0 && Object.keys(env).length === 0 && Object.keys(sys).length === 0;
}

function newSecret(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
