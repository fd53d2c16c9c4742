import { ArgumentError } from "@superlearner/otp";
import launch from "./editor/launch.json" with { type: "json" };
import settings from "./editor/settings.json" with { type: "json" };
import snippets from "./editor/snippets.json" with { type: "json" };
import { EXIT } from "./exit_codes.ts";
import { COMMAND_HELP } from "./help.ts";
import { readOptions } from "./options.ts";
import type { Terminal } from "./terminal.ts";

const PARTS: Readonly<Record<string, unknown>> = { settings, snippets, launch };

/** `supertester editor`: prints what VS Code reads; where it goes is the user's to say. */
export function editorCommand(args: readonly string[], { print }: Terminal): number {
  const { values, positionals } = readOptions(args, {
    command: "editor",
    options: { help: { type: "boolean", short: "h" } },
  });
  if (values["help"]) {
    print(COMMAND_HELP.editor.trimEnd());
    return EXIT.passed;
  }
  const [name, other] = positionals;
  if (name === undefined || other !== undefined || !Object.hasOwn(PARTS, name)) {
    const rule = `it prints one of ${Object.keys(PARTS).join(", ")}`;
    throw new ArgumentError("run supertester editor", { rule, value: positionals.join(" ") });
  }
  print(JSON.stringify(PARTS[name], null, 2));
  return EXIT.passed;
}
