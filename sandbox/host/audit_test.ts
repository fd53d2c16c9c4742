import { auditSuite } from "./audit_suite.ts";

auditSuite("worker");
