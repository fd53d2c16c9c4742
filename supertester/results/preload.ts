/**
 * Loaded before each test file by the command line's runner (`deno test --preload`): writes the results of the file's
 * tests into the folder that `SUPERTESTER_RESULTS` names. A sink for the life of the isolate: nobody disposes of it.
 */
import { writeResults } from "./folder_sink.ts";

const folder = Deno.env.get("SUPERTESTER_RESULTS");
if (folder !== undefined) writeResults(folder);
