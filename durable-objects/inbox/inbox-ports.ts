/** What an inbox's object needs from the rest of the house, in its own words. */
import type { DeskSettings } from "../../contracts/inbox.ts";
import type { SiteHours } from "../../contracts/site-hours.ts";
import type { DeskCall, DeskResult } from "../conversation-rpc.ts";
import type { ConversationReport, InboxFacts } from "./inbox-rpc.ts";

export interface InboxPorts {
	/** A page of what Postgres has, by id. @throws while it is away */
	archived(
		afterId: string,
		limit: number,
	): Promise<readonly { readonly report: ConversationReport; readonly facts: InboxFacts }[]>;
	/** Null where Postgres does not know the conversation yet. @throws while it is away */
	facts(conversationId: string): Promise<InboxFacts | null>;
	/** @throws while Postgres is away */
	settings(team: string): Promise<DeskSettings>;
	/** When the company's sites are open. @throws while Postgres is away */
	hours(): Promise<SiteHours>;
	/** Lets a conversation's object do something. @throws while it can't be reached */
	command(conversationId: string, call: DeskCall): Promise<DeskResult | null>;
	/** Tells a customer their place in the queue, and whether somebody is there. @throws while the object can't be reached */
	tellPlace(conversationId: string, place: number | null, isAttended: boolean): Promise<void>;
	nowMs(): number;
	newId(): string;
	report(error: unknown): void;
}
