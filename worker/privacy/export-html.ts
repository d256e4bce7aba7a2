import type { ExportedEntry, ExportedRow } from "../../store/export.ts";
import type { ExportPart } from "./export-parts.ts";

const AUTHORS: Readonly<Record<string, string>> = { visitor: "You", bot: "Assistant", agent: "Team" };

/** An export as a page to read: no script, nothing from elsewhere, one style that its own policy names, every word escaped. */
export async function* exportHtml(parts: AsyncIterable<ExportPart>): AsyncGenerator<string> {
	for await (const part of parts)
		switch (part.kind) {
			case "person": {
				const { contactId, exportedAt, person, sessions } = part;
				yield `${HEAD}<h1>Your data</h1>\n<p>As of ${textOf(exportedAt)}. Your number with us is ${escapeHtml(contactId)}.</p>\n`;
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
				yield `<section><h3>${textOf(createdAt)}</h3>\n${table(facts)}<ol>\n`;
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

const STYLE = `:root{color-scheme:light dark;--line:#d9d6d0;--soft:#f3f1ed;--muted:#65615a}
@media(prefers-color-scheme:dark){:root{--line:#3b3835;--soft:#262422;--muted:#a8a39b}}
body{margin:0;font:16px/1.5 system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:2rem 1rem}
h1{line-height:1.2}h2{margin:2.5rem 0 .5rem;border-bottom:1px solid var(--line)}
p,time,th{color:var(--muted)}
table{border-collapse:collapse;margin:.5rem 0 1rem;width:100%}
th,td{padding:.25rem .75rem .25rem 0;text-align:start;vertical-align:top;overflow-wrap:anywhere}
th{font-weight:400;width:11rem}td table{margin:0}
ol{list-style:none;padding:0}
li{margin:.75rem 0;padding:.5rem .75rem;border-radius:.5rem;background:var(--soft);overflow-wrap:anywhere}
`;
/** Of `STYLE`: the browser takes no other, whatever a word says that gets out of its place. */
const STYLE_HASH = "sha256-4vnB12ZZCsIjjTuro/yHykmmoO4rla65YxFxCzN3HZA=";

const HEAD = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'">
<title>Your data</title><style>${STYLE}</style></head><body><main>
`;

function message({ at, author, text }: ExportedEntry): string {
	if (author === null || text === null) return "";
	const name = AUTHORS[author] ?? author;
	return `<li dir="auto"><b>${escapeHtml(name)}</b> ${textOf(at)}<br>${escapeHtml(text)}</li>\n`;
}

function section(title: string, rows: readonly ExportedRow[]): string {
	const body = rows.length === 0 ? "<p>None.</p>\n" : rows.map(table).join("");
	return `<h2>${escapeHtml(title)}</h2>\n${body}`;
}

/** What is empty is left out: the export for programs has it. */
function table(row: object): string {
	const lines = Object.entries(row)
		.map(([name, value]: [string, unknown]) =>
			name.endsWith("Cents") && typeof value === "number"
				? [name.slice(0, -"Cents".length), (value / 100).toFixed(2)]
				: [name, textOf(value)],
		)
		.filter(([, text]) => text !== "")
		.map(
			([name = "", text = ""]) =>
				`<tr><th scope="row">${escapeHtml(wordsOf(name))}</th><td dir="auto">${text}</td></tr>`,
		);
	return lines.length === 0 ? "" : `<table>${lines.join("")}</table>\n`;
}

/** A value as people read it, escaped. */
function textOf(value: unknown): string {
	if (value === null || value === undefined) return "";
	if (Array.isArray(value)) {
		const texts = value.map(textOf).filter((text) => text !== "");
		return texts.join(texts.some((text) => text.startsWith("<table>")) ? "" : ", ");
	}
	if (typeof value === "object") return table(value);
	if (typeof value === "boolean") return value ? "yes" : "no";
	const text = typeof value === "string" ? value : JSON.stringify(value);
	const instant = INSTANT.test(text) ? new Date(text) : null;
	if (instant === null || Number.isNaN(instant.getTime())) return escapeHtml(text);
	return `<time datetime="${escapeHtml(text)}">${escapeHtml(MOMENTS.format(instant))} UTC</time>`;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)$/;
const MOMENTS = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** `lastSeenAt` is "Last seen at". */
function wordsOf(name: string): string {
	const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return words.charAt(0).toUpperCase() + words.slice(1);
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
