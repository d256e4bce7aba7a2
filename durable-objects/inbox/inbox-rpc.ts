/** What conversations, the Worker and an inbox's object say to each other: plain data only. */
import type { DeskSettings } from "../../contracts/inbox.ts";
import type { Label } from "../../contracts/desk.ts";
import type { HandoffReason } from "../../contracts/desk-commands.ts";
import type { SiteHours } from "../../contracts/site-hours.ts";
import type { DeskState } from "../desk/desk-state.ts";

/** How a conversation is, as of `lastSeq`. A later one takes an earlier one's place, whichever comes first. */
export interface ConversationReport {
	readonly id: string;
	readonly contactId: string | null;
	readonly channel: string;
	/** By which site it came in: its business hours count. */
	readonly siteKey: string;
	readonly createdAtMs: number;
	readonly lastActivityAtMs: number;
	readonly preview: string | null;
	readonly leaseEpoch: number;
	readonly lastSeq: number;
	readonly desk: DeskState;
}

/** What the inbox makes of it. */
export interface ReportAnswer {
	/** In the queue, from 1. */
	readonly place: number | null;
	/** Somebody is at the desk who takes conversations, or was a moment ago. */
	readonly isAttended: boolean;
	/** The bot should give it away: somebody is at the desk, and a rule says so. */
	readonly handoff: HandoffReason | null;
}

/** What Postgres knows of a conversation beside its report. */
export interface InboxFacts {
	readonly contactName: string | null;
	readonly labels: readonly Label[];
}

/** What the Worker calls on an inbox's object. */
export interface InboxCalls {
	spendTicket(call: { readonly id: string; readonly untilMs: number }): Promise<boolean>;
	/** Somebody is at the desk who takes conversations. */
	isAttended(): Promise<boolean>;
	endSessions(sessionIds: readonly string[] | null): Promise<void>;
	/** Labels were put on a conversation or taken away. */
	labelled(conversationId: string, labels: readonly Label[]): Promise<void>;
	settingsChanged(settings: DeskSettings): Promise<void>;
	/** The business hours of all sites: the response clock stands still outside of the conversation's site's. */
	siteHoursChanged(hours: SiteHours): Promise<void>;
	fetch(request: Request | string): Promise<Response>;
}
