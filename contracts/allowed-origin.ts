/** Which pages a site lets in. Origins are told apart as texts: browsers write each in one way only. */
import { z } from "zod";

const LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const NAME = `${LABEL}(?:\\.${LABEL})*`;
const EXACT = new RegExp(`^(https?)://(${NAME}|\\[[0-9a-f:]+\\])(?::([1-9]\\d{0,4}))?$`);
/** Two labels at least: `https://*.com` would let in half of the world. */
const WILDCARD = new RegExp(`^https://\\*\\.(${LABEL}\\.${NAME}(?::[1-9]\\d{0,4})?)$`);
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443" };

/**
 * An exact origin as browsers write it, or `https://*.shop.example`: every host under that name, at any depth, and not
 * the name itself.
 */
export const AllowedOrigin = z
	.string()
	.max(300)
	.refine(
		(origin) => isExactOrigin(origin) || isWildcard(origin),
		"must be an exact origin such as https://shop.example, without a path, or https://*.shop.example for all hosts under it",
	);

/** Whether an entry of a site's list lets in pages of this origin. @param origin - of a request's header */
export function allowsOrigin(entry: string, origin: string): boolean {
	if (entry === origin) return isExactOrigin(origin);
	const under = WILDCARD.exec(entry)?.[1];
	return (
		under !== undefined &&
		isExactOrigin(origin) &&
		origin.startsWith("https:") &&
		origin.endsWith(`.${under}`)
	);
}

/** Whether a text is an http or https origin, as a browser writes it. */
export function isExactOrigin(origin: string): boolean {
	const [, scheme = "", host = "", port] = EXACT.exec(origin) ?? [];
	if (host === "" || port === DEFAULT_PORTS[scheme] || Number(port ?? 0) > 65_535) return false;
	// a name that ends in a number is an address to a browser, and written as one
	return !/(?:^|\.)\d+$/.test(host) || /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/.test(host);
}

function isWildcard(entry: string): boolean {
	const under = WILDCARD.exec(entry)?.[1];
	return under !== undefined && isExactOrigin(`https://x.${under}`);
}
