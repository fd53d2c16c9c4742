import { reloadOrderSuite } from "./reload_order_suite.ts";
import { reloadSpinSuite } from "./reload_spin_suite.ts";
import { reloadSuite } from "./reload_suite.ts";

reloadSuite("process");
reloadOrderSuite("process");
reloadSpinSuite("process");
