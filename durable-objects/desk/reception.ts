import { type BusinessHours, isOpen, nextOpening } from "../../contracts/business-hours.ts";
import type { HandoffQueue } from "../../contracts/inbox.ts";
import type { Desk, Reception } from "../../contracts/reception.ts";
import { hoursBySite, hoursOfSite } from "../../contracts/site-hours.ts";
import type { Database } from "../../store/database.ts";
import { listAgents } from "../../store/desk/agents.ts";
import { readDeskSettings } from "../../store/desk/inbox.ts";
import { StoreUnavailable } from "../../store/failures.ts";
import { listSites } from "../../store/sites.ts";

/** What decides whether a customer who asks for a person waits for one. */
export interface Staffing {
	/** Somebody is at the desk now, and takes conversations. */
	readonly isAttended: boolean;
	/** Anybody has an account that may answer customers. */
	readonly hasAgents: boolean;
	/** Of the site that the customer came in by; null: always open. */
	readonly hours: BusinessHours | null;
	readonly queue: HandoffQueue;
}

const NOBODY: Reception = { takesConversations: false, nextOpeningAtMs: null };

/** Pure. Who is at the desk is asked first: then no hours count. */
export function receptionOf({ isAttended, hasAgents, hours, queue }: Staffing, nowMs: number): Reception {
	if (isAttended) return { takesConversations: true, nextOpeningAtMs: null };
	if (!hasAgents) return NOBODY;
	if (hours === null || isOpen(hours, nowMs))
		return { takesConversations: queue === "in_hours", nextOpeningAtMs: null };
	return { takesConversations: false, nextOpeningAtMs: nextOpening(hours, nowMs) };
}

/** Where the desk learns it from. */
export interface DeskWorld {
	readonly isAttended: () => Promise<boolean>;
	/** Asks Postgres, with its guards. */
	readonly query: <Result>(ask: (db: Database) => Promise<Result>) => Promise<Result>;
	readonly team: string;
	/** By which the customer came in. */
	readonly siteKey: string;
	readonly nowMs: () => number;
}

/** The desk as actions ask for it. With Postgres away it is as if nobody were there, unless somebody is. */
export function deskOf({ isAttended, query, team, siteKey, nowMs }: DeskWorld): Desk {
	return {
		async reception() {
			if (await isAttended()) return { takesConversations: true, nextOpeningAtMs: null };
			try {
				const [agents, sites, settings] = await query((db) =>
					Promise.all([listAgents(db), listSites(db), readDeskSettings(db, team)]),
				);
				const staffing = {
					isAttended: false,
					hasAgents: agents.length > 0,
					hours: hoursOfSite(hoursBySite(sites), siteKey),
					queue: settings.handoff.queue,
				};
				return receptionOf(staffing, nowMs());
			} catch (error) {
				if (!(error instanceof StoreUnavailable)) throw error;
				return NOBODY;
			}
		},
	};
}
