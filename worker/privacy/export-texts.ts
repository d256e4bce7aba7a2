import type { ExportedEntry, ExportedRow } from "../../store/export.ts";
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

const AUTHORS: Readonly<Record<string, string>> = { visitor: "You", bot: "Assistant", agent: "Team" };

/** An export as a page to read: no script, no style, nothing from elsewhere, every word escaped. */
export async function* exportHtml(parts: AsyncIterable<ExportPart>): AsyncGenerator<string> {
	for await (const part of parts)
		switch (part.kind) {
			case "person": {
				const { contactId, exportedAt, person, sessions } = part;
				yield `${HEAD}<h1>Your data</h1>\n<p>As of ${escapeHtml(exportedAt)}. Your number with us is ${escapeHtml(contactId)}.</p>\n`;
				yield section("Account", person.account === null ? [] : [person.account]);
				yield section("Contact", person.contact === null ? [] : [person.contact]);
				yield section(
					"Where you are signed in",
					sessions.map((session) => ({ ...session })),
				);
				yield section("Orders", person.orders);
				yield section("Tickets", person.tickets);
				yield section("Erasures", person.erasures);
				yield "<h2>Conversations</h2>\n";
				break;
			}
			case "conversation": {
				const { createdAt, facts } = part.conversation;
				yield `<section><h3>Begun ${escapeHtml(createdAt)}</h3>\n${table(facts)}<ol>\n`;
				break;
			}
			case "entries":
				yield part.entries.map(message).join("");
				break;
			case "conversation_end":
				yield "</ol></section>\n";
				break;
		}
	yield "</main></body></html>\n";
}

const HEAD = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Your data</title></head><body><main>
`;

function message({ at, author, text }: ExportedEntry): string {
	if (author === null || text === null) return "";
	const name = AUTHORS[author] ?? author;
	return `<li dir="auto"><b>${escapeHtml(name)}</b> <time>${escapeHtml(at)}</time><br>${escapeHtml(text)}</li>\n`;
}

function section(title: string, rows: readonly ExportedRow[]): string {
	const body = rows.length === 0 ? "<p>None.</p>\n" : rows.map(table).join("");
	return `<h2>${escapeHtml(title)}</h2>\n${body}`;
}

function table(row: ExportedRow): string {
	const lines = Object.entries(row).map(([name, value]) => {
		const text = typeof value === "string" ? value : JSON.stringify(value);
		return `<tr><th scope="row">${escapeHtml(name)}</th><td dir="auto">${escapeHtml(text)}</td></tr>`;
	});
	return `<table>${lines.join("")}</table>\n`;
}

/** What stands between tags and quotes, whatever it holds. */
export function escapeHtml(text: string): string {
	return text
		.replaceAll("&", "&amp;")
		.replaceAll("<", "&lt;")
		.replaceAll(">", "&gt;")
		.replaceAll('"', "&quot;")
		.replaceAll("'", "&#39;");
}
