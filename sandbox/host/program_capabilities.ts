import type { Programs } from "../programs/programs.ts";
import type { CapabilityTable } from "./capability_table.ts";

/** What a guest can ask of its programs. */
export const PROGRAM_CAPABILITIES: CapabilityTable<Programs> = {
  runProgram: (programs, [name, options]) => programs.output(String(name), options),
  startProgram: (programs, [name, options]) => programs.spawn(String(name), options),
  readProgram: async (programs, [id, output]) => await programs.read(Number(id), outputOf(output)) ?? null,
  cancelProgram: (programs, [id, output]) => programs.cancel(Number(id), outputOf(output)),
  writeProgram: (programs, [id, bytes]) => programs.write(Number(id), bytesOf(bytes)),
  closeProgram: (programs, [id]) => programs.closeInput(Number(id)),
  programStatus: async (programs, [id]) => await programs.status(Number(id)) ?? null,
  killProgram: (programs, [id, signal]) => programs.kill(Number(id), signal),
};

function outputOf(value: unknown): "stdout" | "stderr" {
  return value === "stderr" ? value : "stdout";
}

function bytesOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError("The input of a program is a Uint8Array");
}
