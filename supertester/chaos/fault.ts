/** Something that goes wrong until it is disposed of. */
export interface ChaosFault extends Disposable {
  /** How often it has struck so far. */
  readonly struck: number;
  /** Takes it off; again does nothing. The same as its disposal. */
  heal(): void;
}

/** A fault that is taken off once, whoever does it. */
export function faultOf(parts: { struck: () => number; off: () => void }): ChaosFault {
  let on = true;
  const heal = () => {
    if (!on) return;
    on = false;
    parts.off();
  };
  return {
    get struck() {
      return parts.struck();
    },
    heal,
    [Symbol.dispose]: heal,
  };
}
