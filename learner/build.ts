/**
 * Builds the client into `dist/`, as publishing needs it: `deno run -A --unstable-bundle learner/build.ts`. Where the
 * program runs from a checkout this happens by itself.
 */
import { buildClient } from "./server/client_bundle.ts";

if (import.meta.main) await buildClient();
