/** Debian's server of NATS, for tests. */
import { pathOf, whyWithout } from "../debian.ts";

/** Null where the server is there, perhaps since now; else why not, for whoever reads that a test was skipped. */
export const whyWithoutNats = (): string | null => whyWithout({ "nats-server": "nats-server" });

/** The program, which `whyWithoutNats` has found. */
export const natsServer = (): string => pathOf("nats-server")!;
