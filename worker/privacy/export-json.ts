import type { ExportPart } from "./export-parts.ts";

/** An export as JSON, part by part: one document, of the shape that docs/data.md describes. */
export async function* exportJson(parts: AsyncIterable<ExportPart>): AsyncGenerator<string> {
	let [isFirstConversation, isFirstEntry] = [true, true];
	for await (const part of parts)
		switch (part.kind) {
			case "person": {
				const { contactId, exportedAt, person, sessions } = part;
				const head = {
					format: "customer-care-export",
					version: 1,
					exportedAt,
					contactId,
					...person,
					sessions,
				};
				yield `${JSON.stringify(head).slice(0, -1)},"conversations":[`;
				break;
			}
			case "conversation": {
				const { id, createdAt, facts } = part.conversation;
				const head = JSON.stringify({ id, createdAt, ...facts }).slice(0, -1);
				yield `${isFirstConversation ? "" : ","}\n${head},"entries":[`;
				[isFirstConversation, isFirstEntry] = [false, true];
				break;
			}
			case "entries":
				yield `${isFirstEntry ? "" : ","}${part.entries.map((entry) => JSON.stringify(entry)).join(",\n")}`;
				isFirstEntry = false;
				break;
			case "conversation_end":
				yield "]}";
				break;
		}
	yield "]}\n";
}
