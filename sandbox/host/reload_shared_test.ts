import { reloadSpinSuite } from "./reload_spin_suite.ts";
import { reloadSuite } from "./reload_suite.ts";

reloadSuite({ shared: "students" });
reloadSpinSuite({ shared: "students" });
