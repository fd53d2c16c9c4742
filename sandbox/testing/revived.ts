const STANDARD: readonly ErrorConstructor[] = [
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
];

/**
 * An error that the code of a submission threw, of the class it had there if that is one of the language's; else an `Error`
 * of that name. Only its name and its message came over.
 */
export function revived(name: string, message: string): Error {
  const Class = STANDARD.find((each) => each.name === name) ?? Error;
  const error = new Class(message);
  if (error.name !== name) Object.defineProperty(error, "name", { value: name, configurable: true, writable: true });
  return error;
}
