/**
 * The bucket of a client's address: an IPv4 address as it is, an IPv6 address by its /64 (one household or one
 * server has them all), an IPv4 address written as IPv6 as IPv4. Null when the text is no address.
 */
export function addressBucket(text: string): string | null {
	const address = text.trim().toLowerCase();
	if (isIpv4(address)) return address;
	const groups = ipv6Groups(address);
	if (groups === null) return null;
	const mapped = groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff";
	if (mapped) return ipv4Of(groups[6] ?? "0", groups[7] ?? "0");
	return `${groups.slice(0, 4).join(":")}::/64`;
}

/**
 * Whom a request counts for. Only the header that the configuration names is read, and of a list in it only the last
 * member: that one was added by our own ingress, all before it by whoever sent the request. Without a trustworthy
 * header everybody shares one bucket, which is unkind but cannot be escaped.
 */
export function clientBucket(headers: Headers, trustedHeader: string | undefined): string {
	if (trustedHeader === undefined) return "everybody";
	const last = headers.get(trustedHeader)?.split(",").at(-1) ?? "";
	return addressBucket(last) ?? "everybody";
}

function isIpv4(text: string): boolean {
	const parts = text.split(".");
	return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** Eight groups of hex without leading zeros, or null. */
function ipv6Groups(text: string): string[] | null {
	const withoutZone = text.replace(/^\[|\]$/g, "").replace(/%.*$/s, "");
	const lastColon = withoutZone.lastIndexOf(":");
	const tail = withoutZone.slice(lastColon + 1);
	const plain = isIpv4(tail) ? `${withoutZone.slice(0, lastColon + 1)}${ipv4AsGroups(tail)}` : withoutZone;
	const halves = plain.split("::");
	if (halves.length > 2) return null;
	const head = groupsOf(halves[0] ?? "");
	const rest = halves.length === 2 ? groupsOf(halves[1] ?? "") : [];
	const missing = 8 - head.length - rest.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
	const groups = [...head, ...Array.from({ length: missing }, () => "0"), ...rest];
	if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
	return groups.map((group) => Number.parseInt(group, 16).toString(16));
}

function groupsOf(half: string): string[] {
	return half === "" ? [] : half.split(":");
}

function ipv4AsGroups(ipv4: string): string {
	const [a = 0, b = 0, c = 0, d = 0] = ipv4.split(".").map(Number);
	return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function ipv4Of(high: string, low: string): string {
	const numbers = [high, low].map((group) => Number.parseInt(group, 16));
	return numbers.flatMap((number) => [Math.floor(number / 256), number % 256]).join(".");
}
