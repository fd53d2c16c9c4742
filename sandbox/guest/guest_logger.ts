import { formatCrash, type Logger, makeConsoleLogger } from "@superlearner/otp";

/** How long who crashed has lived, where a report says that. */
const AGE = /^( {2}started as: .*), [\d.]+ m?s before$/m;

/**
 * What a System tells of itself, for who reads what a sandbox prints. Nothing in it differs from run to run where the program does
 * not: two submissions that are alike are to say the same.
 */
export function guestLogger(print: (level: "error" | "warn" | "info", text: string) => void): Logger {
  const to = (level: "error" | "warn" | "info") => (text: string) => print(level, text);
  const target = { error: to("error"), warn: to("warn"), info: to("info") };
  return {
    ...makeConsoleLogger({ colours: false, console: target }),
    crash: (report) => print("error", formatCrash(report).replace(AGE, "$1")),
  };
}
