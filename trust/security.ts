import { generatedCalls } from "./tools/schemathesis.ts";
import { access } from "./attacks/s3-access.ts";
import { addresses } from "./attacks/s10-addresses.ts";
import { frames } from "./attacks/s1-frames.ts";
import { headers } from "./attacks/s14-headers.ts";
import { injection } from "./attacks/s6-injection.ts";
import { limits } from "./attacks/s7-limits.ts";
import { origins } from "./attacks/s4-origins.ts";
import { patterns } from "./attacks/s8-patterns.ts";
import { planted } from "./attacks/s13-planted.ts";
import { signIn } from "./attacks/s12-sign-in.ts";
import { tokens } from "./attacks/s2-tokens.ts";
import type { Row } from "./row.ts";

/** In the order in which they run. */
export const SECURITY: readonly Row[] = [
	frames,
	tokens,
	access,
	origins,
	injection,
	limits,
	patterns,
	addresses,
	signIn,
	planted,
	headers,
];

/** Those that are tried by a tool alone, and with the full counts. */
export const BY_TOOLS: readonly Row[] = [generatedCalls];
