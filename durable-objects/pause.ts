/** Settles after that time; or never, when it was stopped before. */
export function pause(ms: number): { readonly over: Promise<void>; stop(): void } {
	let stop = (): void => {};
	const over = new Promise<void>((end) => {
		const timer = setTimeout(end, ms);
		stop = () => clearTimeout(timer);
	});
	return { over, stop };
}
