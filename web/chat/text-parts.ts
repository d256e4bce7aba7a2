export type TextPart = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

// one pass over the text: a URL, or an e-mail address
const LINK = /\bhttps?:\/\/[^\s<>"']+|\bmailto:[^\s<>"']+|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
// what ends a sentence rather than a URL
const TRAILING = /(?<![.,;:!?)\]}»”’])[.,;:!?)\]}»”’]+$/u;

/** Finds what may be followed in a text. Nothing but http, https and mailto ever becomes a link. */
export function textParts(text: string): TextPart[] {
	const parts: TextPart[] = [];
	let done = 0;
	for (const match of text.matchAll(LINK)) {
		const found = trimmed(match[0]);
		const href = safeHref(found.includes("://") || /^mailto:/iu.test(found) ? found : `mailto:${found}`);
		if (href === null) continue;
		if (match.index > done) parts.push({ kind: "text", text: text.slice(done, match.index) });
		parts.push({ kind: "link", text: found, href });
		done = match.index + found.length;
	}
	if (done < text.length) parts.push({ kind: "text", text: text.slice(done) });
	return parts;
}

/** @returns the address as the browser reads it, or null when it is none that we follow */
export function safeHref(address: string): string | null {
	if (!URL.canParse(address)) return null;
	const url = new URL(address);
	return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
}

/** Keeps a closing bracket that the URL itself opened, as in `…/Order_(commerce)`. */
function trimmed(found: string): string {
	const end = found.replace(TRAILING, "");
	const isBalanced = end.split("(").length > end.split(")").length && found.charAt(end.length) === ")";
	return isBalanced ? `${end})` : end;
}
