/** The refusal of something that was not granted; the same text whether or not there is anything behind the target. */
export function refusal(permission: string, target: string): Error {
  const error = new Error(`Requires ${permission} access to "${target}", which this sandbox was not granted`);
  Object.defineProperty(error, "name", { value: "NotCapable" });
  return error;
}
