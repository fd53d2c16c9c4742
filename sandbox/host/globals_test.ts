import { globalsSuite } from "./globals_suite.ts";

globalsSuite("worker");
