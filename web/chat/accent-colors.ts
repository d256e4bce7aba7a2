/** What a site's one colour makes of the page's accents. Pure; the page sets them on its root, over ui/tokens.css. */

/** Share of each channel in what an eye takes for light (WCAG 2). */
const WEIGHTS = [0.2126, 0.7152, 0.0722];

/**
 * Custom properties by name. Text on the accent is black or white, whichever is read better: one of them always has a
 * contrast above 4.5. Text in the accent's colour is mixed with ink until it can be read on the page; oklab keeps its hue on the way.
 *
 * @param color - `#1f6feb`
 */
export function accentColors(color: string): Readonly<Record<string, string>> {
	const mixed = (share: number, other: string) => `color-mix(in oklab, ${color} ${share}%, ${other})`;
	return {
		"--color-accent": color,
		"--color-accent-hover": mixed(88, "black"),
		"--color-on-accent": luminance(color) > 0.179 ? "#000" : "#fff",
		"--color-accent-ink": mixed(45, "var(--color-ink)"),
		"--color-accent-soft": mixed(10, "var(--color-page)"),
	};
}

function luminance(color: string): number {
	return WEIGHTS.reduce((sum, weight, channel) => {
		const value = Number.parseInt(color.slice(1 + 2 * channel, 3 + 2 * channel), 16) / 255;
		return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
	}, 0);
}
