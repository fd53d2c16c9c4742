import { exhaustionSuite } from "./exhaustion_suite.ts";

exhaustionSuite({ shared: "students" });
