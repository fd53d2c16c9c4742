/** The signals that a guest may send to its programs. */
export const PROGRAM_SIGNALS: readonly string[] = Object.freeze([
  ...["SIGTERM", "SIGKILL", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGSTOP", "SIGCONT"],
]);

/** Gives one back. @throws {TypeError} If it is none of them. */
export function checkProgramSignal(signal: unknown): string {
  if (PROGRAM_SIGNALS.includes(signal as string)) return signal as string;
  throw new TypeError(`A signal is one of ${PROGRAM_SIGNALS.join(", ")}`);
}
