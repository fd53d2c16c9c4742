import { reloadSuite } from "./reload_suite.ts";

reloadSuite("worker");
