import { cpuUsage } from "node:process";

/** Tells whether the machine has kept a program from running: time went by in which it used no processor. */
export class Stillness {
  #at = performance.now();
  #used = usedMs();

  /** Looks now; gives for how many milliseconds since the last look nothing of the program has run. */
  look(): number {
    const [at, used] = [performance.now(), usedMs()];
    const stillMs = at - this.#at - (used - this.#used);
    [this.#at, this.#used] = [at, used];
    return stillMs;
  }
}

/** Of all threads of the program; so a collector that works beside hides a part of what stands still, and invents none. */
function usedMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
