import type { CannedReply } from "../../../contracts/desk.ts";

/** What is being typed after a `/` or an `@` that begins a word, up to the cursor. */
export interface Trigger {
	readonly sign: "/" | "@";
	/** Where the sign stands. */
	readonly from: number;
	readonly typed: string;
}

/** @param cursor - offset of the cursor in UTF-16 units */
export function triggerAt(text: string, cursor: number): Trigger | null {
	const match = /(?:^|\s)([/@])([\p{L}\p{N}_-]*)$/u.exec(text.slice(0, cursor));
	const [, sign, typed] = match ?? [];
	if ((sign !== "/" && sign !== "@") || typed === undefined) return null;
	return { sign, typed, from: cursor - typed.length - 1 };
}

/** Puts a text in the place of what was typed. @returns the text and where the cursor goes */
export function insertAt(
	text: string,
	trigger: Trigger,
	put: string,
): { readonly text: string; readonly cursor: number } {
	const end = trigger.from + 1 + trigger.typed.length;
	return { text: text.slice(0, trigger.from) + put + text.slice(end), cursor: trigger.from + put.length };
}

/** Replies whose shortcut begins with what was typed, then those that have it in shortcut or text. */
export function matchingReplies(replies: readonly CannedReply[], typed: string): CannedReply[] {
	const words = typed.toLowerCase();
	const begins = replies.filter(({ shortcut }) => shortcut.startsWith(words));
	const has = replies.filter(
		(reply) => !begins.includes(reply) && `${reply.shortcut} ${reply.text}`.toLowerCase().includes(words),
	);
	return [...begins, ...has];
}

/** What `{{…}}` stands for. */
export interface ReplyWorld {
	/** The customer's name; null for a visitor, who is then not called by any. */
	readonly name: string | null;
	readonly agent: string;
}

/** Fills in `{{name}}` and `{{agent}}`. What nobody knows stays, so that it is seen and mended before it is sent. */
export function fillReply(text: string, { name, agent }: ReplyWorld): string {
	const first = name?.trim().split(/\s+/u)[0];
	return text
		.replaceAll(/\{\{\s*agent\s*\}\}/gu, agent)
		.replaceAll(/ ?\{\{\s*name\s*\}\}/gu, (found) =>
			first === undefined ? "" : `${found.startsWith(" ") ? " " : ""}${first}`,
		);
}

/** Names in the text that somebody of these bears, as `@Ana Souza`. */
export function mentionedIds(text: string, people: readonly { id: string; name: string }[]): string[] {
	return people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
}
