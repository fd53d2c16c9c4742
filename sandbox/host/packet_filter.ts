import { isPidOf } from "./node_name.ts";
/**
 * What a guest may say to its host's System. Nodes trust each other; a host does not trust its guest. So of a packet that
 * asks for more than a guest may, the address is changed to that of nobody: it is then answered as one to a dead process is.
 */

/** A process that never was: its number is below the first. */
const NOBODY = "<0.0.0>";
/** How many pids and aliases a guest is remembered to have been given; the oldest is forgotten first. */
const MOST_GIVEN = 10_000;
/** A pid or an alias in a text. */
const ADDRESS = /#Ref<[A-Za-z0-9_.@-]{1,255}>|<[A-Za-z0-9_.@-]{1,255}\.0>/g;

/** A rule that a packet breaks: whoever sends one is not our runtime any more. */
export class BadPacket extends Error {
  /** Always `"BadPacket"`. */
  override readonly name: string = "BadPacket";
}

/** What a filter needs to know. */
export interface PacketFilterOptions {
  /** The name of the guest's System. */
  readonly guest: string;
  /** The name of the host's System. */
  readonly host: string;
  /** How many of the guest's processes may be known here. */
  readonly mostSenders: number;
  /** Whether a process of the host, by its pid there, defines a kind of call or cast. @default none does */
  readonly knows?: (pid: string, form: "calls" | "casts", kind: string) => boolean;
}

type Fields = { [field: string]: unknown };

/** Lets packets of a guest through, each as far as it may go. */
export class PacketFilter {
  readonly #options: PacketFilterOptions;
  /**
   * What the host has told the guest of: to these it may talk, and to no others. True for what it may also call and cast to;
   * a process that has only asked it something did not offer to be asked.
   */
  readonly #given = new Map<string, boolean>();
  /** The number of its last packet. */
  #last = 0;
  /** Which of its processes have said something, and are not dead. */
  readonly #senders = new Set<string>();

  /** Makes a filter for one guest. */
  constructor(options: PacketFilterOptions) {
    this.#options = options;
  }

  /** The host sends a text: what it names, the guest may use. `asker` is who sends it, where that is a process. */
  sent(text: string, asker?: string): void {
    if (!text.includes("<")) return;
    let isAsker = true; // once: when it is named again it was meant to be
    for (const [address] of text.matchAll(ADDRESS)) {
      if (isPidOf(this.#options.guest, address)) continue;
      const isOffered = address !== asker || !isAsker || this.#given.get(address) === true;
      if (address === asker) isAsker = false;
      this.#given.delete(address);
      this.#given.set(address, isOffered);
    }
    for (const oldest of this.#given.keys()) {
      if (this.#given.size <= MOST_GIVEN) break;
      this.#given.delete(oldest);
    }
  }

  /** How many processes of the guest are known here. */
  get senders(): number {
    return this.#senders.size;
  }

  /** A packet of the guest as the host may read it. @throws {BadPacket} If it can only be forged. */
  received(packet: unknown): unknown {
    const { n, frame } = (packet ?? {}) as { n?: unknown; frame?: unknown };
    // A wall loses nothing and keeps the order: one that is early would only be kept, and so fill the host's memory.
    if (n !== ++this.#last) throw new BadPacket("packets come one after the other");
    if (typeof frame !== "object" || frame === null) throw new BadPacket("a packet has a frame");
    const fields = frame as Fields;
    this.#checkSender(fields);
    switch (fields["type"]) {
      case "call":
      case "cast":
        if (!this.#mayAsk(fields)) this.#toNobody(fields);
        break;
      case "send":
      case "monitor":
        if (typeof fields["to"] !== "string" || !this.#given.has(fields["to"])) this.#toNobody(fields);
        break;
      case "exit":
      case "stop":
      case "link": // an exit signal in waiting
      case "unlink":
        this.#toNobody(fields);
        break;
      case "lookup":
      case "inspect":
      case "list":
        fields["type"] = "lookup"; // of a name that nobody can have
        fields["of"] = "";
        break;
      case "start":
        fields["what"] = " ";
        delete fields["from"];
        break;
      case "hello":
        if (fields["node"] !== this.#options.guest) throw new BadPacket("a guest has its own name");
        break;
      case "down":
        if (typeof fields["pid"] === "string") this.#senders.delete(fields["pid"]);
        break;
    }
    return packet;
  }

  /** A kind that a server does not define would be the end of it; so for a guest such a server is not there. */
  #mayAsk({ type, to, kind }: Fields): boolean {
    if (typeof to !== "string" || typeof kind !== "string" || this.#given.get(to) !== true) return false;
    if (to.startsWith("#")) return true; // an alias takes nothing but answers
    const { host, knows = () => false } = this.#options;
    if (!to.startsWith(`<${host}.`)) return false;
    return knows(`<0${to.slice(host.length + 1)}`, type === "call" ? "calls" : "casts", kind);
  }

  #checkSender({ from, type }: Fields): void {
    if (from === undefined || (from === NOBODY && (type === "exit" || type === "stop"))) return;
    if (!isPidOf(this.#options.guest, from)) {
      throw new BadPacket("a sender is of the guest's own processes");
    }
    this.#senders.add(from);
    if (this.#senders.size > this.#options.mostSenders) throw new BadPacket("there are more senders than processes");
  }

  /** What is in it goes nowhere either: nobody spends time on the longest message to nobody. */
  #toNobody(fields: Fields): void {
    fields["to"] = `<${this.#options.host}.999999999999999.0>`;
    for (const content of ["payload", "message"]) if (Object.hasOwn(fields, content)) fields[content] = null;
  }
}
