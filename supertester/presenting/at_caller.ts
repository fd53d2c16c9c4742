/**
 * Lets the stack of an error begin where one of our functions was called, so that a report shows the line of the test and
 * not ours. Where that cannot be told, the stack stays as it is.
 */
export function atCaller<Thrown extends Error>(error: Thrown, called: (...args: never[]) => unknown): Thrown {
  const { stack } = error;
  const { captureStackTrace } = Error as { captureStackTrace?: (error: Error, called: unknown) => void };
  captureStackTrace?.(error, called);
  if (stack !== undefined && error.stack?.includes("\n    at ") !== true) error.stack = stack;
  return error;
}
