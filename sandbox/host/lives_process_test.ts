import { livesSuite } from "./lives_suite.ts";

livesSuite("process");
