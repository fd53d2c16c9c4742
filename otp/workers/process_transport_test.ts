import { transportSuite } from "../remote/transport_suite.ts";
import { openPairing } from "./testdata/pairing.ts";

transportSuite("ProcessTransport", () => openPairing("process"));
