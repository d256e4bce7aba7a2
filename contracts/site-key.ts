import { z } from "zod";

/** Name of a site in pages, addresses and tokens: it never changes. */
export const SiteKey = z
	.string()
	.regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, "1 to 40 characters of a-z 0-9 -, with no - at an end");
