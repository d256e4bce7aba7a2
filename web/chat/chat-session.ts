import { z } from "zod";
import type { HistoryPage, VisitorSession } from "../../contracts/api.ts";
import { ConversationId, VisitorId } from "../../contracts/ids.ts";
import type { ApiClient, ApiFault, ApiResult, Erased } from "../api/client.ts";
import type { Door } from "./connection.ts";
import type { KeyStore } from "./ports.ts";

const KEY = "care.chat.session";
const TAB_KEY = "care.chat.tab";
/** Stands while the kept chat is that of somebody who is signed in: see account/account-session.ts. */
const ACCOUNT_KEY = "care.account.chat";
/** A token about to end is not worth starting with. */
const EXPIRY_MARGIN_MS = 60_000;

const KeptSession = z.object({
	visitorId: VisitorId,
	token: z.string(),
	expiresAt: z.iso.datetime(),
	conversationId: ConversationId.nullable(),
	/** The one that was left for a new one: the way back. */
	previousId: ConversationId.nullish(),
	/** Somebody vouches for who it is. */
	verified: z.boolean().optional(),
});
type KeptSession = z.infer<typeof KeptSession>;

export interface SessionDeps {
	api: ApiClient;
	store: KeyStore;
	/** Keeps for this tab alone, over its reloads. */
	tabStore: Pick<KeyStore, "get" | "set" | "remove">;
	now: () => number;
	/** Null for the default site. */
	siteKey: string | null;
	/** Runs one at a time over all tabs, so that two tabs which begin at once share one conversation. */
	exclusively<Value>(run: () => Promise<Value>): Promise<Value>;
}

/**
 * Who this visitor is and which conversation is theirs. Nothing is made or kept before the first message. Once a tab is in
 * a conversation it stays there, whatever the other tabs begin.
 */
export class ChatSession {
	readonly #deps: SessionDeps;
	#ownId: string | null;
	/** How often this tab has left a conversation: who asked for a door before that must not enter by it. */
	#departures = 0;

	constructor(deps: SessionDeps) {
		this.#deps = deps;
		this.#ownId = this.#read() === null ? null : deps.tabStore.get(TAB_KEY);
	}

	/** The conversation that this tab is in, or null while it is in none. */
	get ownId(): string | null {
		return this.#ownId;
	}

	/** Goes into the conversation of this tab, of an earlier visit or of another tab, if there is one. */
	join(): string | null {
		const session = this.#read();
		if (session === null) return null;
		const id = this.#ownId ?? session.conversationId;
		if (id !== null) this.#enter(id);
		return id;
	}

	/** The conversation that was left for a new one, where one can go back to it. */
	previousId(): string | null {
		return this.#read()?.previousId ?? null;
	}

	/** Makes room for a new conversation of the same visitor. */
	leave(canGoBack: boolean): void {
		const session = this.#read();
		const leftId = this.#ownId;
		this.#leaveTab();
		if (session === null) return;
		this.#keep({ ...session, conversationId: null, previousId: canGoBack ? leftId : null });
	}

	goBack(): void {
		const session = this.#read();
		if (!session?.previousId) return;
		this.#keep({ ...session, conversationId: session.previousId, previousId: null });
		this.#enter(session.previousId);
	}

	forget(): void {
		this.#leaveTab();
		this.#deps.store.remove(KEY);
	}

	/** Has everything of this visitor deleted. @returns null when it could not be asked for: then nothing has changed here */
	async erase(): Promise<Erased | null> {
		const session = this.#read();
		if (session === null) return null;
		const erased = await this.#deps.api.eraseMyData(session.token, this.#ownId ?? session.conversationId);
		if (!erased.ok) return null;
		this.#leaveTab();
		// who is signed in stays who they are; anybody else comes back as somebody new
		if (this.#deps.store.get(ACCOUNT_KEY) === null) this.#deps.store.remove(KEY);
		else this.#keep({ ...session, conversationId: null, previousId: null });
		return erased.value;
	}

	/**
	 * Says who the visitor is, by a token that the company's server has signed. What was said before stays open where it was
	 * this person's or nobody's; after another person this tab begins anew.
	 */
	async identify(identity: string): Promise<ApiResult<VisitorSession>> {
		return this.#deps.exclusively(async () => {
			const kept = this.#kept();
			const isNobody = this.#read() !== null && kept?.verified !== true;
			const ids = [this.#ownId, kept?.conversationId, kept?.previousId].filter(
				(id) => typeof id === "string",
			);
			const before =
				isNobody && kept !== null ? { previous: kept.token, conversations: [...new Set(ids)] } : {};
			const told = await this.#deps.api.createVisitor({ ...this.#site(), ...before, identity });
			if (!told.ok) return told;
			const { visitorId, merged = 0 } = told.value;
			const isTheirs = kept !== null && (kept.visitorId === visitorId || (isNobody && merged > 0));
			if (!isTheirs) this.#leaveTab();
			const { conversationId, previousId } = isTheirs ? kept : { conversationId: null, previousId: null };
			this.#keep({ ...told.value, conversationId, previousId });
			return told;
		});
	}

	/** @param onJoined - called before the door is asked for, when this tab was in no conversation until now */
	async openDoor(onJoined: (conversationId: string) => void = () => undefined): Promise<Door> {
		return this.#deps.exclusively(async () => {
			// another visitor could not enter the conversation that this tab shows
			if (this.#ownId !== null && this.#read() === null) return { kind: "closed", reason: "expired" };
			const departures = this.#departures;
			const session = await this.#visitor();
			if (!session.ok) return toDoor(session.fault);
			const conversation = await this.#conversation(session.value);
			if (!conversation.ok) return toDoor(conversation.fault);
			if (departures !== this.#departures) return { kind: "later", afterMs: null };
			if (this.#ownId === null) {
				this.#enter(conversation.value);
				onJoined(conversation.value);
			}
			const ticket = await this.#deps.api.createTicket(session.value.token, conversation.value);
			return ticket.ok ? { kind: "open", url: ticket.value.url } : toDoor(ticket.fault);
		});
	}

	/** @returns null when there is no conversation to read */
	async readHistory(before: number | null, limit: number): Promise<ApiResult<HistoryPage> | null> {
		const session = this.#read();
		if (session === null || this.#ownId === null) return null;
		return this.#deps.api.readHistory(session.token, this.#ownId, { before, limit });
	}

	async #visitor(): Promise<ApiResult<KeptSession>> {
		const kept = this.#read();
		if (kept !== null) return { ok: true, value: kept };
		const made = await this.#deps.api.createVisitor(this.#site());
		if (!made.ok) return made;
		const session: KeptSession = { ...made.value, conversationId: null };
		this.#keep(session);
		return { ok: true, value: session };
	}

	#site(): { site?: string } {
		const { siteKey } = this.#deps;
		return siteKey === null ? {} : { site: siteKey };
	}

	async #conversation(session: KeptSession): Promise<ApiResult<string>> {
		const known = this.#ownId ?? session.conversationId;
		if (known !== null) return { ok: true, value: known };
		const departures = this.#departures;
		const made = await this.#deps.api.createConversation(session.token);
		if (!made.ok) return made;
		if (departures === this.#departures) this.#keep({ ...session, conversationId: made.value.id });
		return { ok: true, value: made.value.id };
	}

	#enter(id: string): void {
		this.#ownId = id;
		this.#deps.tabStore.set(TAB_KEY, id);
	}

	#leaveTab(): void {
		this.#ownId = null;
		this.#departures += 1;
		this.#deps.tabStore.remove(TAB_KEY);
	}

	#keep(session: KeptSession): void {
		this.#deps.store.set(KEY, JSON.stringify(session));
	}

	/** The session whose token still counts. */
	#read(): KeptSession | null {
		const kept = this.#kept();
		const isGood = kept !== null && Date.parse(kept.expiresAt) - EXPIRY_MARGIN_MS > this.#deps.now();
		return isGood ? kept : null;
	}

	#kept(): KeptSession | null {
		const text = this.#deps.store.get(KEY);
		if (text === null) return null;
		let value: unknown;
		try {
			value = JSON.parse(text);
		} catch {
			return null; // written by something else under our name
		}
		const parsed = KeptSession.safeParse(value);
		return parsed.success ? parsed.data : null;
	}
}

function toDoor(fault: ApiFault): Door {
	if (fault.kind === "unreachable") return { kind: "later", afterMs: null };
	switch (fault.code) {
		case "unauthorized":
		case "forbidden":
			return { kind: "closed", reason: "expired" };
		case "not_found":
			return { kind: "closed", reason: "erased" };
		default:
			return { kind: "later", afterMs: fault.retryAfterMs };
	}
}
