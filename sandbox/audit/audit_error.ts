/** Where in an audit log something is wrong. */
export interface AuditPlace {
  /** The file. */
  readonly file: string;
  /** The line, from 1 up; 0 where it is about the file itself. */
  readonly line: number;
  /** The rule that is broken there. */
  readonly rule: string;
}

/** An audit log that cannot be opened, written or read: which file, which line, which rule. */
export class AuditError extends Error {
  /** Always `"AuditError"`. */
  override readonly name: string = "AuditError";
  /** What was attempted. */
  readonly action: string;
  /** Where it failed, and on what. */
  readonly place: AuditPlace;

  /** Makes the error; the message is built from its parts. */
  constructor(action: string, place: AuditPlace, options: ErrorOptions = {}) {
    const { file, line, rule } = place;
    super(`Cannot ${action}: ${rule}, at ${line === 0 ? file : `line ${line} of ${file}`}`, options);
    this.action = action;
    this.place = place;
  }
}
