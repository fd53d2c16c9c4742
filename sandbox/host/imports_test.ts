import { importSuite } from "./import_suite.ts";

importSuite("worker");
