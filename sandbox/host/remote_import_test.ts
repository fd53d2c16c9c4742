import { remoteImportSuite } from "./remote_import_suite.ts";

remoteImportSuite("worker");
