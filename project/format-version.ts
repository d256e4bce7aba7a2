import type { SourcePosition } from "./fault.ts";
import type { ProjectFile } from "./project-files.ts";

/** The newest form of training data that Rasa 3.6 reads. */
const NEWEST = [3, 1] as const;

/** A `version` that Rasa 3.6 does not read: it skips the file, and so do both halves here. */
export interface NewerVersion {
	readonly position: SourcePosition;
	/** What is wrong and how to mend it. */
	readonly message: string;
}

/** @returns null for a file that is read: of a version up to 3.1, or of none */
export function newerVersion({ root }: ProjectFile): NewerVersion | null {
	const node = root.get("version");
	if (node === null) return null;
	const written = String(node.scalar() ?? "3.1");
	const [major = 0, minor = 0] = written.split(".").map(Number);
	if (major < NEWEST[0] || (major === NEWEST[0] && minor <= NEWEST[1])) return null;
	const message = `version ${String(node.scalar())} is newer than 3.1: the file is skipped. Write version: "3.1" if its content is of that form.`;
	return { position: node.position, message };
}
