/** `Firefox on Linux`: enough to know one's own devices by. */
export function browserName(userAgent: string): string {
	const browser = /(Firefox|Edg|OPR|SamsungBrowser|Chrome|Safari)/u.exec(userAgent)?.[1] ?? "A browser";
	const system = /(iPhone|iPad|Android|Windows|Mac OS X|Linux)/u.exec(userAgent)?.[1];
	const names: Readonly<Record<string, string>> = { Edg: "Edge", OPR: "Opera", "Mac OS X": "macOS" };
	const name = names[browser] ?? browser;
	return system === undefined ? name : `${name} on ${names[system] ?? system}`;
}
