import { livesSuite } from "./lives_suite.ts";

livesSuite({ shared: "students" });
