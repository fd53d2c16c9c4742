import type { Operation } from "../operations/operation.ts";
import { listApplications } from "./applications.ts";
import { childOperations } from "./children.ts";
import { controlOperations } from "./control_process.ts";
import { debugOperations } from "./debug_process.ts";
import { events } from "./events.ts";
import { inspectOperations } from "./inspect_process.ts";
import { listProcesses } from "./list_processes.ts";
import { sendMessage } from "./send_message.ts";
import type { Services } from "./services.ts";
import { supervisorOperations } from "./supervisors.ts";
import { systemOperations } from "./system.ts";
import { traceOperations } from "./traces.ts";

/** All operations that come with the package. */
export function builtinOperations(services: Services): Operation[] {
  return [
    listProcesses(services),
    ...inspectOperations(services),
    sendMessage(services),
    ...controlOperations(services),
    ...traceOperations(services),
    ...debugOperations(services),
    ...supervisorOperations(services),
    ...childOperations(services),
    listApplications(services),
    ...systemOperations(services),
    events(services),
  ];
}
