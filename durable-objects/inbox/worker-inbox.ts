import { hoursBySite } from "../../contracts/site-hours.ts";
import { writeLog } from "../../observability/log.ts";
import { reportError } from "../../observability/report-error.ts";
import { connectDatabase } from "../../store/database.ts";
import { type ArchivedRow, inboxFacts, listForInbox, readDeskSettings } from "../../store/desk/inbox.ts";
import { freshId } from "../../store/fresh-id.ts";
import { listSites } from "../../store/sites.ts";
import { DeskState, FRESH_DESK } from "../desk/desk-state.ts";
import { databaseAddress, type ObjectEnv, reportSettings } from "../object-env.ts";
import { lazily } from "../worker-ports.ts";
import type { InboxPorts } from "./inbox-ports.ts";
import type { ConversationReport } from "./inbox-rpc.ts";
import { KEPT_MS } from "./inbox-work.ts";

/** An agent's page waits for it, and comes back when it takes longer. */
const TIMEOUT_MS = 5_000;

/** The real world of an inbox's object: Postgres, the conversations, the clock. Nothing is connected yet. */
export function inboxPorts(env: ObjectEnv, waitUntil: (promise: Promise<unknown>) => void): InboxPorts {
	const database = lazily(() => connectDatabase({ ...databaseAddress(env), timeoutMs: TIMEOUT_MS }));
	const conversation = (id: string) => {
		if (env.CONVERSATIONS === undefined) throw new Error("Bad configuration: CONVERSATIONS: is not bound.");
		return env.CONVERSATIONS.getByName(id);
	};
	return {
		archived: async (afterId, limit) => {
			const rows = await listForInbox(database(), { afterId, limit, sinceMs: Date.now() - KEPT_MS });
			return rows.map((row) => ({
				report: reportOf(row),
				facts: { contactName: row.contactName, labels: row.labels },
			}));
		},
		facts: async (id) => inboxFacts(database(), id),
		settings: async (team) => readDeskSettings(database(), team),
		hours: async () => hoursBySite(await listSites(database())),
		command: async (id, call) => conversation(id).command(call),
		tellPlace: async (id, place, isAttended) => conversation(id).queuePlace(place, isAttended),
		nowMs: () => Date.now(),
		newId: () => freshId(Date.now()),
		report: (error) =>
			reportError(
				error,
				{ event: "object.failed", conversationId: "inbox", handler: "rebuild" },
				{ config: reportSettings(env), log: writeLog, waitUntil },
			),
	};
}

/** A row from before there was a desk has an owner and no more. */
function reportOf(row: ArchivedRow): ConversationReport {
	const { contactName: _name, labels: _labels, owner, ownerEpoch: epoch, desk, ...facts } = row;
	const kept = DeskState.safeParse(desk);
	return { ...facts, desk: kept.success ? kept.data : { ...FRESH_DESK, owner, epoch } };
}
