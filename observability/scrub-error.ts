import { scrub } from "./scrub.ts";

/** Longest chain of causes that is told. */
const MAX_CAUSES = 5;
const MAX_FRAMES = 20;

/**
 * A copy of an error that may be shown: name, scrubbed message, the frames of its stack, and the same of its causes. A
 * copy, because a stack repeats the message, and a reader of stacks takes lines of a customer's text for frames.
 */
export function scrubError(error: Error, depth = 1): Error {
	const cause =
		error.cause instanceof Error && depth < MAX_CAUSES ? { cause: scrubError(error.cause, depth + 1) } : {};
	const copy = new Error(scrub(error.message), cause);
	copy.name = scrub(error.name);
	copy.stack = [copy.name, ...stackFrames(error)].join("\n");
	return copy;
}

/** The lines of a stack that are frames: the unbroken run of them at its end, after the message. */
export function stackFrames(error: Error): readonly string[] {
	const stack = error.stack ?? "";
	const messageAt = stack.indexOf(error.message);
	const lines = (messageAt === -1 ? stack : stack.slice(messageAt + error.message.length)).split("\n");
	const end = lines.findLastIndex((line) => !isFrame(line));
	return lines.slice(end + 1, end + 1 + MAX_FRAMES);
}

function isFrame(line: string): boolean {
	return /^\s+at \S.*(?::\d+:\d+\)?|\(native\)|<anonymous>\)?)$/.test(line);
}
