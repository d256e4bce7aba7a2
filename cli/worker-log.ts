/** What went as it should. The file has these lines, the terminal does not. */
const ROUTINE = /"event":"(?:[a-z]+\.(?:done|drained|continued|discarded|rebuilt))"/;

/** Whether a line that the Worker wrote belongs on the terminal: warnings, errors, and what is no log line of ours. */
export function isWorthShowing(line: string): boolean {
	return !line.includes('"log.level":"info"') && !ROUTINE.test(line);
}
