/** The few pieces of SVG that the reports are drawn with. */

export interface TextStyle {
	readonly size: number;
	readonly anchor?: "start" | "middle" | "end";
	readonly fill?: string;
	readonly weight?: number;
}

/** A whole document on white ground, with a title for those who can't see it. */
export function svgDocument(
	{ width, height, title }: { readonly width: number; readonly height: number; readonly title: string },
	parts: readonly string[],
): string {
	const [w, h] = [Math.ceil(width), Math.ceil(height)];
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" role="img" font-family="Inter, 'Helvetica Neue', Arial, sans-serif">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="${w}" height="${h}" fill="#ffffff"/>`,
		...parts,
		"</svg>",
		"",
	].join("\n");
}

export function svgText(x: number, y: number, text: string, style: TextStyle): string {
	const { size, anchor = "start", fill = "#1f2328", weight = 400 } = style;
	return `<text x="${round(x)}" y="${round(y)}" font-size="${round(size)}" text-anchor="${anchor}" fill="${fill}" font-weight="${weight}">${escapeXml(text)}</text>`;
}

/** @param strength - 0 gives white, 1 the colour (`#rrggbb`) itself */
export function mix(color: string, strength: number): string {
	const channels = [1, 3, 5].map((at) => {
		const channel = Number.parseInt(color.slice(at, at + 2), 16);
		return Math.round(255 + (channel - 255) * strength)
			.toString(16)
			.padStart(2, "0");
	});
	return `#${channels.join("")}`;
}

/** Names come from a project: they may hold anything, also what XML does not allow at all. */
export function escapeXml(text: string): string {
	return text
		.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
		.replace(/&/g, "&amp;")
		.replace(/</g, "&lt;")
		.replace(/>/g, "&gt;")
		.replace(/"/g, "&quot;");
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
