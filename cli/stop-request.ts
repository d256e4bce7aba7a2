const PARENT_CHECK_MS = 500;

/**
 * Ctrl+C, SIGTERM and a closed terminal end the product in order; a second request ends it at once. So does the end of
 * npm's shell, which passes no SIGTERM on: without it the product would stay behind when somebody stops npm.
 */
export function onStopRequest(stopAll: () => Promise<void>, report: (message: string) => void): void {
	let isStopping = false;
	const stop = (): void => {
		if (isStopping) process.exit(130);
		isStopping = true;
		report("stopping");
		stopAll().then(
			() => process.exit(0),
			(error: unknown) => {
				report(`stopping failed: ${error instanceof Error ? error.message : String(error)}`);
				process.exit(1);
			},
		);
	};
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
	if (process.env["npm_lifecycle_event"] === undefined) return;
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent || isStopping) return;
		clearInterval(watch);
		stop();
	}, PARENT_CHECK_MS);
	watch.unref();
}
