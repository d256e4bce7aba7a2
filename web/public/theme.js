// Runs before the first paint, so that a chosen look does not flash the other one. Reads, never writes. See ui/theme.ts.
try {
	const theme = localStorage.getItem("care.theme");
	if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
	// storage denied: the device's look
}
