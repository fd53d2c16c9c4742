import { exhaustionSuite } from "./exhaustion_suite.ts";

exhaustionSuite("worker");
