/** Who a conversation's customer is, by its log. */
import type { VerifiedVisitor } from "../contracts/identity.ts";
import type { JsonValue } from "../contracts/parse-data.ts";
import { canonicalJson } from "../store/canonical-json.ts";
import type { EventLog } from "./event-log.ts";
import type { Journal } from "./journal.ts";
import type { LogEntry } from "./log-entry.ts";

/** Key of a message's metadata that only we write: what a client sends under it is dropped. */
export const VERIFIED_VISITOR = "verified_visitor";

/** A person is known: from now on the conversation is theirs. */
export interface IdentifyCall {
	readonly visitorId: string;
	/** The anonymous visitor whose history becomes this person's; null when nothing changes hands. */
	readonly from: string | null;
	/** Null for somebody with an account, who says nothing more. */
	readonly visitor: VerifiedVisitor | null;
}

/** `merged`: it changed hands now. `known`: it was theirs. `refused`: it is somebody else's. */
export type IdentifyOutcome = "merged" | "known" | "refused";

/** Whom the log's latest entry names, if any. */
export function verifiedVisitorOf(entries: readonly LogEntry[]): VerifiedVisitor | null {
	for (const { kind, event } of entries.toReversed())
		if (kind === "system" && event.type === "visitor_identified") return event.visitor;
	return null;
}

/** The metadata with what we know of the customer in it, and without what only we may say. */
export function withVerifiedVisitor(
	metadata: Readonly<Record<string, JsonValue>>,
	visitor: VerifiedVisitor | null,
): Readonly<Record<string, JsonValue>> {
	const { [VERIFIED_VISITOR]: _notTheirs, ...rest } = metadata;
	return visitor === null ? rest : { ...rest, [VERIFIED_VISITOR]: visitor };
}

/** The customer of one conversation, as far as somebody vouched for them. */
export class Customer {
	readonly #log: EventLog;
	readonly #journal: Journal;
	/** Undefined until it was looked for in the log. */
	#visitor: VerifiedVisitor | null | undefined = undefined;

	constructor(log: EventLog, journal: Journal) {
		this.#log = log;
		this.#journal = journal;
	}

	/** Null for somebody whom nobody vouches for. */
	visitor(): VerifiedVisitor | null {
		if (this.#visitor === undefined) this.#visitor = verifiedVisitorOf(this.#log.read(0, this.#log.lastSeq));
		return this.#visitor;
	}

	/** Gives the conversation to the person who its visitor turned out to be, or brings up to date who that is. */
	identify(call: IdentifyCall): IdentifyOutcome {
		const { visitorId } = this.#log.state;
		const isMerge = visitorId !== null && visitorId === call.from && visitorId !== call.visitorId;
		if (!isMerge && visitorId !== call.visitorId) return "refused";
		const isNews = call.visitor !== null && canonicalJson(call.visitor) !== canonicalJson(this.visitor());
		if (isMerge || isNews) {
			this.#journal.write((append) => {
				this.#log.update({ visitorId: call.visitorId });
				append([{ kind: "system", event: identified(call, isMerge) }]);
			});
			this.#visitor = call.visitor;
		}
		return isMerge ? "merged" : "known";
	}
}

function identified({ visitorId, from, visitor }: IdentifyCall, isMerge: boolean) {
	const mergedFrom = isMerge ? from : null;
	return { type: "visitor_identified" as const, visitorId, mergedFrom, visitor };
}
