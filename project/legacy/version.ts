import type { OldConstructs } from "./old-construct.ts";

const OLD_VERSION = /^version:[ \t]*["']?(?<version>[12](?:\.\d+)*)["']?(?=[ \t]*(?:#|\r?$))/mu;

/** `version: "2.0"` becomes "3.1"; nothing else of the text is touched. */
export function convertVersion(text: string, file: string, found: OldConstructs): string {
	const match = OLD_VERSION.exec(text);
	if (match === null) return text;
	const line = text.slice(0, match.index).split("\n").length;
	found.done(
		"rasa_2_version",
		{ file, line },
		`version: "${match.groups?.["version"] ?? ""}" is the form of Rasa 2.x. Write version: "3.1".`,
	);
	return text.replace(OLD_VERSION, `version: "3.1"`);
}
