/** Where the product may send what it knows of a conversation. Pure. */

export interface AddressRules {
	/** Hosts (`name` or `name:port`) that may be called; null allows every host. */
	readonly allowedHosts: readonly string[] | null;
	/** Refuses addresses inside our own network, unless `allowedHosts` names them. */
	readonly publicOnly: boolean;
}

/**
 * Why an address must not be called, or null when it may be.
 *
 * A name is taken at its word: what it resolves to is not looked at, for a Worker can't see it. Where that matters, give
 * the allow-list.
 */
export function refusalOfAddress(address: string, rules: AddressRules): string | null {
	if (!URL.canParse(address)) return "is not an address";
	const url = new URL(address);
	if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
	if (url.username !== "" || url.password !== "") return "must not hold a name or password";
	const { allowedHosts } = rules;
	if (allowedHosts !== null)
		return allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname)
			? null
			: "its host is not among those that OUTGOING_HOSTS allows";
	if (rules.publicOnly && isPrivateHost(url.hostname))
		return "points into a private network: name its host in OUTGOING_HOSTS if that is meant";
	return null;
}

/** The hosts of a comma-separated list; null when there is none. */
export function readHosts(list: string | undefined): readonly string[] | null {
	const hosts = (list ?? "")
		.split(",")
		.map((host) => host.trim().toLowerCase())
		.filter((host) => host !== "");
	return hosts.length === 0 ? null : hosts;
}

/** `URL` has normalised the host: octal, hexadecimal and short forms of IPv4 are dotted quads by now. */
function isPrivateHost(host: string): boolean {
	if (host.startsWith("[")) return isPrivateIpv6(host.slice(1, -1));
	const quad = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(host)?.slice(1).map(Number);
	if (quad !== undefined) return isPrivateIpv4(quad);
	const name = host.replace(/\.$/, "");
	return !name.includes(".") || /\.(localhost|local|internal|home\.arpa)$/.test(name);
}

function isPrivateIpv4([a = 0, b = 0]: readonly number[]): boolean {
	return (
		a === 0 ||
		a === 10 ||
		a === 127 ||
		a >= 224 ||
		(a === 100 && b >= 64 && b < 128) ||
		(a === 169 && b === 254) ||
		(a === 172 && b >= 16 && b < 32) ||
		(a === 192 && (b === 168 || b === 0)) ||
		(a === 198 && (b === 18 || b === 19))
	);
}

/** Everything but global unicast (2000::/3), and of that nothing that wraps an IPv4 address (6to4, Teredo). */
function isPrivateIpv6(address: string): boolean {
	return !/^[23][0-9a-f]{3}:/.test(address) || /^2002:|^2001:0?:/.test(address);
}
