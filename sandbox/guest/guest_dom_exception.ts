/** The numbers that some names had once. */
const CODES: { readonly [name: string]: number } = {
  IndexSizeError: 1,
  HierarchyRequestError: 3,
  InvalidCharacterError: 5,
  NotFoundError: 8,
  NotSupportedError: 9,
  InvalidStateError: 11,
  SyntaxError: 12,
  TypeMismatchError: 17,
  NetworkError: 19,
  AbortError: 20,
  URLMismatchError: 21,
  QuotaExceededError: 22,
  TimeoutError: 23,
  DataCloneError: 25,
};

/** An error with the name of what went wrong, as the platform's. */
export class GuestDOMException extends Error {
  /** The number that the name had once; 0 for most. */
  readonly code: number;

  /** Makes one. */
  constructor(message: string = "", name: string = "Error") {
    super(message);
    Object.defineProperty(this, "name", { value: String(name), configurable: true });
    this.code = Object.hasOwn(CODES, name) ? CODES[name]! : 0;
  }
}
