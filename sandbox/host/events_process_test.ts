import { eventsSuite } from "./events_suite.ts";

eventsSuite("process");
