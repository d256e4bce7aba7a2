import { test } from "vitest";
import { accentColors } from "./accent-colors.ts";

const contrast = (one: number, other: number): number =>
	(Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

/** Relative luminance of WCAG 2, from whole channels. */
function light([red = 0, green = 0, blue = 0]: readonly number[]): number {
	const [r = 0, g = 0, b = 0] = [red, green, blue]
		.map((channel) => channel / 255)
		.map((channel) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4));
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

test("[CN3] text on a site's colour is black or white, and can be read on every colour", ({ expect }) => {
	const steps = [0, 51, 102, 119, 128, 153, 204, 255];
	const weak: string[] = [];
	for (const red of steps)
		for (const green of steps)
			for (const blue of steps) {
				const color = `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
				const text = accentColors(color)["--color-on-accent"] === "#000" ? 0 : 1;
				if (contrast(text, light([red, green, blue])) < 4.5) weak.push(color);
			}
	expect(weak).toEqual([]);
});
