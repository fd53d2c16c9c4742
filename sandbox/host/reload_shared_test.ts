import { reloadSuite } from "./reload_suite.ts";

reloadSuite({ shared: "students" });
