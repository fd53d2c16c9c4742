import { entryFile } from "./entry_file.ts";
import { errorMessage } from "./error_message.ts";
import { exportedAny } from "./exported_any.ts";
import { fileLength } from "./file_length.ts";
import { importDirection } from "./import_direction.ts";
import { noSleep } from "./no_sleep.ts";
import { parameters } from "./parameters.ts";
import { testOnly } from "./test_only.ts";
import { testSleep } from "./test_sleep.ts";
import { testTwin } from "./test_twin.ts";

/** The house rules that a parser can check, so that an editor shows them where they are broken. */
const plugin: Deno.lint.Plugin = {
  name: "superlearner",
  rules: {
    "entry-file": entryFile,
    "error-message": errorMessage,
    "exported-any": exportedAny,
    "file-length": fileLength,
    "import-direction": importDirection(),
    "no-sleep": noSleep,
    "parameters": parameters,
    "test-only": testOnly,
    "test-sleep": testSleep,
    "test-twin": testTwin,
  },
};

export default plugin;
