import { ArgumentError } from "@superlearner/otp";

/** Does nothing but for the child of a supervisor, which would not know of it. @throws {ArgumentError} */
export function refuseChild(
  action: string,
  { name, isChild }: { readonly name: string; readonly isChild: boolean },
): void {
  if (!isChild) return;
  const rule = "a supervisor's child is started, stopped and restarted by that: terminateChild(), restartChild()";
  throw new ArgumentError(`${action} ${name}`, { rule, value: name });
}
