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
 * A name is taken at its word: what it resolves to is not looked at, for a Worker can't see it, except where the name itself
 * says so. Plain workerd has a network beside that reaches public addresses only (outgoing-network.ts).
 * Elsewhere, where that matters, give the allow-list.
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
	return !name.includes(".") || INNER_NAMES.test(name) || namesInnerIpv4(name);
}

/** Names that only our own network gives out, and public ones that are known to resolve to it. */
const INNER_NAMES =
	/(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|localtest\.me|lvh\.me|lacolhost\.com|vcap\.me|localdomain)$/;

/** Names such as `10.0.0.1.nip.io` and `app-127-0-0-1.sslip.io` resolve to the address that they carry. */
function namesInnerIpv4(name: string): boolean {
	for (const [address] of name.matchAll(/(?<![0-9a-f])\d{1,3}(?:[.-]\d{1,3}){3}(?![0-9a-f])/g))
		if (isPrivateIpv4(address.split(/[.-]/).map(Number))) return true;
	// the same in hexadecimal: 7f000001.nip.io
	const hex = /(?:^|[.-])([0-9a-f]{8})\.(?:nip|sslip|xip)\.io$/.exec(name)?.[1];
	return (
		hex !== undefined && isPrivateIpv4((hex.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)))
	);
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
		(a === 198 && (b === 18 || b === 19)) ||
		(a === 198 && b === 51) ||
		(a === 203 && b === 0)
	);
}

/** Everything but global unicast (2000::/3), and of that nothing that wraps an IPv4 address (6to4, Teredo). */
function isPrivateIpv6(address: string): boolean {
	return !/^[23][0-9a-f]{3}:/.test(address) || /^2002:|^2001:(?:0|db8|[12][0-9a-f])?:|^3fff:/.test(address);
}
