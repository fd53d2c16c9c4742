import { formatReason, type System, type SystemEvent } from "@superlearner/otp";
import type { ProcessFacts, Who } from "@superlearner/otp/simulation";
import { crashFailure, type RunFailure } from "./failure.ts";
import type { Settings } from "./simulated_options.ts";
import { isMeant } from "./who.ts";

/** Hears what goes wrong in the Systems of a run beside what its test notices. */
export class Watch {
  readonly #settings: Settings;
  readonly #fail: (failure: RunFailure) => void;
  readonly #allowed: Who[] = [];
  readonly #facts = new Map<string, ProcessFacts>();
  /** What processes died of that were allowed to: those linked to them die of the same. */
  readonly #reasons = new Set<unknown>();
  /** Told of everything that happens, for whoever must know what a turn has done. */
  heard: (() => void) | null = null;

  constructor(settings: Settings, fail: (failure: RunFailure) => void) {
    this.#settings = settings;
    this.#fail = fail;
  }

  /** Lets these crash. */
  allow(who: Who): void {
    this.#allowed.push(who);
  }

  /** Hears of one more System. */
  follow(system: System, name: string): void {
    system.events.subscribe((event) => this.#hear(event, name));
  }

  #hear(event: SystemEvent, system: string): void {
    switch (event.type) {
      case "process.started": {
        const { pid, name, module, behaviour } = event;
        this.#facts.set(system + pid, { pid, name, module, behaviour });
        break;
      }
      case "process.exited":
        this.#exited(event, system);
        break;
      case "rejection.unhandled":
        if (!this.#settings.allow.rejections) {
          const said = formatReason(event.reason);
          this.#fail({
            kind: "rejected",
            message: `A promise was rejected and nobody awaited it: ${said}`,
            signature: `rejected ${crashFailure("", event.reason).signature}`,
          });
        }
        break;
      default:
        if (event.type.startsWith("message.")) return; // told of a process that somebody traces
    }
    this.heard?.();
  }

  #exited({ pid, name, reason, crashed }: SystemEvent & { readonly type: "process.exited" }, system: string): void {
    const facts = this.#facts.get(system + pid);
    this.#facts.delete(system + pid);
    if (!crashed || reason === "killed" || reason === "kill") return;
    if (typeof reason === "object" && this.#reasons.has(reason)) return;
    const { crashes } = this.#settings.allow;
    const known: ProcessFacts = { pid, name, module: facts?.module ?? "", behaviour: facts?.behaviour ?? "" };
    if (
      crashes === true || [...this.#allowed, ...(crashes === undefined ? [] : [crashes])].some((w) => isMeant(w, known))
    ) {
      this.#reasons.add(reason);
      return;
    }
    this.#fail(crashFailure(`${system}${pid} (${name ?? facts?.module ?? "?"})`, reason));
  }
}
