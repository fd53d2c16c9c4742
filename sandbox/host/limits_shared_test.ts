import { limitsSuite } from "./limits_suite.ts";

limitsSuite({ shared: "students" });
