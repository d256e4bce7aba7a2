import { useState } from "react";

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Also read by public/theme.js, before the first paint. */
const KEY = "care.theme";

/** The chosen look. "system" keeps nothing and follows the device. */
export function useTheme(): [Theme, (theme: Theme) => void] {
	const [theme, setTheme] = useState<Theme>(() => toTheme(document.documentElement.dataset["theme"]));
	const choose = (next: Theme): void => {
		setTheme(next);
		if (next === "system") delete document.documentElement.dataset["theme"];
		else document.documentElement.dataset["theme"] = next;
		try {
			if (next === "system") localStorage.removeItem(KEY);
			else localStorage.setItem(KEY, next);
		} catch {
			// storage denied: the choice holds until the page is left
		}
	};
	return [theme, choose];
}

function toTheme(value: string | undefined): Theme {
	return THEMES.find((theme) => theme === value) ?? "system";
}
