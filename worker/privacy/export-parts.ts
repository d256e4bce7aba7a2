import type { Database } from "../../store/database.ts";
import {
	type ExportedConversation,
	type ExportedEntry,
	type ExportedPerson,
	exportConversations,
	exportEntries,
	exportPerson,
} from "../../store/export.ts";
import type { Session } from "../auth/sessions.ts";

/** Of what an export consists, in order. A long conversation comes in several parts of entries. */
export type ExportPart =
	| {
			readonly kind: "person";
			readonly contactId: string;
			readonly exportedAt: string;
			readonly person: ExportedPerson;
			readonly sessions: readonly Session[];
	  }
	| { readonly kind: "conversation"; readonly conversation: ExportedConversation }
	| { readonly kind: "entries"; readonly entries: readonly ExportedEntry[] }
	| { readonly kind: "conversation_end" };

export interface ExportOrder {
	readonly database: Database;
	readonly contactId: string;
	readonly sessions: readonly Session[];
	readonly nowMs: number;
}

/** Conversations and entries that are in memory at once, however many there are. */
const CONVERSATIONS = 50;
const ENTRIES = 500;

/** Reads somebody's data part by part. @throws StoreUnavailable when Postgres goes away meanwhile */
export async function* exportParts(order: ExportOrder): AsyncGenerator<ExportPart> {
	const { database, contactId, sessions, nowMs } = order;
	const person = await exportPerson(database, contactId);
	yield { kind: "person", contactId, exportedAt: new Date(nowMs).toISOString(), person, sessions };
	let afterId: string | null = null;
	for (;;) {
		// page after page
		const page: readonly ExportedConversation[] = await exportConversations(database, contactId, {
			afterId,
			limit: CONVERSATIONS,
		});
		for (const conversation of page) {
			yield { kind: "conversation", conversation };
			yield* entriesOf(database, conversation.id);
			yield { kind: "conversation_end" };
		}
		if (page.length < CONVERSATIONS) return;
		afterId = page.at(-1)?.id ?? null;
	}
}

async function* entriesOf(database: Database, conversationId: string): AsyncGenerator<ExportPart> {
	let afterSeq = 0;
	for (;;) {
		// page after page
		const entries = await exportEntries(database, conversationId, { afterSeq, limit: ENTRIES });
		if (entries.length > 0) yield { kind: "entries", entries };
		if (entries.length < ENTRIES) return;
		afterSeq = entries.at(-1)?.seq ?? afterSeq;
	}
}
