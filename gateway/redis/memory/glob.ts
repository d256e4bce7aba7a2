/** Redis' pattern of KEYS and SCAN as a regular expression: * ? [a-c] [^x] and \ before a plain sign. */
export function globToRegExp(pattern: string): RegExp {
	let source = "";
	for (let i = 0; i < pattern.length; i += 1) {
		const sign = pattern.charAt(i);
		if (sign === "*") source += "[^]*";
		else if (sign === "?") source += "[^]";
		else if (sign === "[") {
			const end = pattern.indexOf("]", i + 1);
			const set = end < 0 ? pattern.slice(i + 1) : pattern.slice(i + 1, end);
			source += set === "" ? "(?!)" : `[${set.replace(/[\\\][]/g, "\\$&")}]`;
			i = end < 0 ? pattern.length : end;
		} else {
			if (sign === "\\" && i + 1 < pattern.length) i += 1;
			source += pattern.charAt(i).replace(/[$()*+./?[\\\]^{|}]/g, "\\$&");
		}
	}
	return new RegExp(`^${source}$`, "u");
}
