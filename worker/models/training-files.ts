/** The body of `POST /model/train` as the files of a project. Pure. */
import { stringify } from "yaml";
import { z } from "zod";
import { jsonOrNull } from "../../contracts/json-or-null.ts";
import type { SourceFile } from "../../project/project-files.ts";

/** Older Rasa's body: parts by their names, as text or written out. */
const Parts = z.record(z.string(), z.json());
/** Keys of that body that hold parts of a project; `force` and the like are none. */
const PART = /^(config|domain|nlu|stories|rules|responses|forms|e2e|data)$/;

/** What the body is called where it is one document. */
const WHOLE = "body.yml";

/**
 * @param contentType - as the request names it; what is not JSON is YAML
 * @throws Error saying why the body is no project
 */
export function trainingFiles(body: string, contentType: string): SourceFile[] {
	if (body.trim() === "")
		throw new Error("You must provide training data in the request body in order to train your model.");
	if (!/^application\/json\b/i.test(contentType)) return [{ path: WHOLE, text: body }];
	const parts = Parts.safeParse(jsonOrNull(body));
	if (!parts.success) throw new Error("The body is said to be JSON and is no JSON object.");
	const isByParts = Object.keys(parts.data).some((key) => key === "config" || key === "domain");
	// JSON is YAML too
	if (!isByParts) return [{ path: WHOLE, text: body }];
	return Object.entries(parts.data)
		.filter(([key, part]) => PART.test(key) && part !== null && part !== "")
		.map(([key, part]) => ({
			path: `${key}.yml`,
			text: typeof part === "string" ? part : stringify(part),
		}));
}
