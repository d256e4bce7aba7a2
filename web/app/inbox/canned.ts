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

/** Whose name has in it what was typed after an `@`. */
export function matchingPeople<Person extends { readonly name: string }>(
	people: readonly Person[],
	typed: string,
): Person[] {
	return people.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()));
}

/** Why a `/` finds nothing; null where it finds something. A lone slash finds every reply that there is. */
export function nothingFound(
	replies: readonly CannedReply[],
	{ sign, typed }: Trigger,
): "no replies" | "no match" | null {
	if (sign !== "/") return null;
	if (replies.length === 0) return "no replies";
	return matchingReplies(replies, typed).length === 0 ? "no match" : null;
}

/** What `{{…}}` stands for: values by name. */
export type ReplyWorld = ReadonlyMap<string, string>;

/** Who is spoken to, as far as the desk knows. */
export interface ReplyFacts {
	readonly name: string | null;
	readonly email: string | null;
	/** What the company's server said of them. */
	readonly attributes: Readonly<Record<string, unknown>>;
	readonly agent: string;
}

/** `name` is the first one, by which people are called. An attribute is told by its own name, and hides none of ours. */
export function replyWorld({ name, email, attributes, agent }: ReplyFacts): ReplyWorld {
	const first = name?.trim().split(/\s+/u)[0] ?? "";
	const own = { agent, name: first, full_name: name?.trim() ?? "", email: email ?? "" };
	const told = Object.entries(attributes).filter(([, value]) => value !== null && typeof value !== "object");
	const all = [...told.map(([key, value]) => [key, String(value)] as const), ...Object.entries(own)];
	return new Map(all.filter(([, value]) => value !== ""));
}

const VARIABLE = /\{\{\s*([\p{L}\p{N}_.-]+)\s*\}\}/gu;

/** Fills in what is known. What nobody knows stays, so that it is seen and mended before it is sent. */
export function fillReply(text: string, world: ReplyWorld): string {
	return text.replaceAll(VARIABLE, (found, name: string) => world.get(name) ?? found);
}

/** A variable that nobody has filled in, and where it stands. */
export interface Unfilled {
	readonly name: string;
	readonly from: number;
	readonly to: number;
}

export function unfilledIn(text: string): Unfilled[] {
	return [...text.matchAll(VARIABLE)].map((match) => ({
		name: match[1] ?? "",
		from: match.index,
		to: match.index + match[0].length,
	}));
}

/** Names in the text that somebody of these bears, as `@Ana Souza`. */
export function mentionedIds(text: string, people: readonly { id: string; name: string }[]): string[] {
	return people.filter(({ name }) => text.includes(`@${name}`)).map(({ id }) => id);
}
