/** What the routes need, in memory: for tests of routes in Node. The real object is tested in workerd. */
import type { ConversationSummary } from "../../contracts/api.ts";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import type {
	DeskCall,
	DeskResult,
	ListenCall,
	PostMessageCall,
	PostResult,
	ReplayCall,
} from "../../durable-objects/conversation-rpc.ts";
import type { InboxCalls } from "../../durable-objects/inbox/inbox-rpc.ts";
import type { IdentifyCall } from "../../durable-objects/identified-visitor.ts";
import type { RasaAnswer, RasaCall } from "../../durable-objects/rasa-call.ts";
import type { JobHealth } from "../../durable-objects/scheduler-host.ts";
import { restReplies } from "../../durable-objects/rest-replies.ts";
import type { Bindings, ConversationStub } from "../bindings.ts";
import { EMPTY_TRACKER, FRESH_STANDING } from "./fresh-conversation.ts";

interface Remembered {
	readonly id: string;
	visitorId: string | null;
	readonly siteKey: string | undefined;
	/** Who was said to be there, call by call. */
	readonly identified: IdentifyCall[];
	readonly calls: PostMessageCall[];
	readonly events: ConversationEvent[];
	readonly spentTickets: Set<string>;
	/** What `endSessions` was called with. */
	readonly ended: (readonly string[] | null)[];
}

/** Records what is asked; answers each message with what `reply` gives. */
export class FakeConversations {
	readonly known = new Map<string, Remembered>();
	readonly upgrades: Request[] = [];
	readonly replays: ReplayCall[] = [];
	/** Conversations that were erased, as often as they were. */
	readonly erased: string[] = [];
	readonly listened: ListenCall[] = [];
	readonly rasaCalls: RasaCall[] = [];
	readonly commands: (DeskCall & { readonly conversationId: string })[] = [];
	/** How a conversation takes a command. */
	commandAnswer: (call: DeskCall & { readonly conversationId: string }) => DeskResult = () => ({
		ok: true,
		isNew: true,
		outcome: { seq: 1, standing: FRESH_STANDING },
	});
	rasaAnswer: (call: RasaCall) => RasaAnswer = () => ({
		tracker: EMPTY_TRACKER,
		messages: [bot(1, { text: "Hi" })],
		prediction: { scores: [{ action: "action_listen", score: 1 }], policy: "RulePolicy", confidence: 1 },
		story: "stories: []\n",
	});
	/** Thrown by every method when set. */
	fault: Error | null = null;
	reply: (call: PostMessageCall, seq: number) => PostResult = echo;
	upgradeAnswer: () => Response = () => new Response(null, { status: 503, headers: { "Retry-After": "7" } });

	// oxlint-disable-next-line max-lines-per-function -- one object, method by method
	getByName(id: string): ConversationStub {
		const check = () => {
			if (this.fault !== null) throw this.fault;
			return this.known.get(id);
		};
		return {
			create: async ({ visitorId, siteKey }) => {
				check();
				this.known.set(id, begun(id, visitorId, siteKey));
			},
			listen: async (call) => {
				check();
				if (!this.known.has(id)) this.known.set(id, begun(id, null));
				this.listened.push(call);
			},
			access: async () => {
				const found = check();
				return found === undefined ? null : { visitorId: found.visitorId };
			},
			identify: async (call) => {
				const found = check();
				const isMerge = found?.visitorId !== null && found?.visitorId === call.from;
				if (found === undefined || (!isMerge && found.visitorId !== call.visitorId)) return "refused";
				found.identified.push(call);
				const isChanged = found.visitorId !== call.visitorId;
				found.visitorId = call.visitorId;
				return isChanged ? "merged" : "known";
			},
			spendTicket: async ({ id: ticketId }) => {
				const found = check();
				if (found === undefined || found.spentTickets.has(ticketId)) return false;
				found.spentTickets.add(ticketId);
				return true;
			},
			postMessage: async (call) => {
				const found = check();
				if (found === undefined) return { ok: false, code: "not_found", message: "gone" };
				found.calls.push(call);
				const result = this.reply(call, found.events.length + 1);
				if (result.ok) found.events.push(...result.posted.events);
				return result;
			},
			streamMessage: async ({ recipient, ...call }) => {
				const found = check();
				if (found === undefined) return { ok: false, code: "not_found", message: "gone" };
				found.calls.push(call);
				const result = this.reply(call, found.events.length + 1);
				if (!result.ok) return result;
				found.events.push(...result.posted.events);
				const replies = restReplies(recipient, result.posted.events);
				const text = replies.map((reply) => `${JSON.stringify(reply)}\n`).join("");
				return { ok: true, lines: new Blob([text]).stream() };
			},
			rasa: async (call) => {
				const found = check();
				if (found === undefined && !call.begin) return null;
				if (found === undefined) this.known.set(id, begun(id, null));
				this.rasaCalls.push(call);
				return this.rasaAnswer(call);
			},
			history: async ({ before, limit }) => {
				const found = check();
				if (found === undefined) return null;
				const above = found.events.filter((event) => before === undefined || event.seq < before);
				const events = above.slice(-limit);
				const first = events[0]?.seq ?? 1;
				return { events, before: first > 1 ? first : null, lastSeq: found.events.length };
			},
			summary: async () => {
				const found = check();
				return found === undefined ? null : summaryOf(found);
			},
			command: async (call) => {
				if (check() === undefined) return null;
				this.commands.push({ ...call, conversationId: id });
				return this.commandAnswer({ ...call, conversationId: id });
			},
			endSessions: async (sessionIds) => {
				check()?.ended.push(sessionIds);
			},
			erase: async () => {
				check();
				this.known.delete(id);
				this.erased.push(id);
			},
			replayWebhook: async (call) => {
				if (check() === undefined) return 0;
				this.replays.push(call);
				return call.seqs.length;
			},
			webhookPayload: async (seq) => {
				const event = check()?.events.find((one) => one.seq === seq);
				if (event === undefined) return null;
				return {
					type: "message.created",
					conversationId: id,
					seq,
					at: new Date(0).toISOString(),
					message: event,
				};
			},
			fetch: async (request) => {
				check();
				if (request instanceof Request) this.upgrades.push(request);
				return this.upgradeAnswer();
			},
		};
	}
}

function begun(id: string, visitorId: string | null, siteKey?: string): Remembered {
	return {
		id,
		visitorId,
		siteKey,
		identified: [],
		calls: [],
		events: [],
		spentTickets: new Set(),
		ended: [],
	};
}

function summaryOf(found: Remembered): ConversationSummary {
	const at = new Date(0).toISOString();
	return {
		id: found.id,
		createdAt: at,
		lastActivityAt: at,
		owner: "bot",
		preview: null,
		lastSeq: found.events.length,
	};
}

export function bot(
	seq: number,
	more: Partial<Extract<ConversationEvent, { kind: "bot" }>>,
): ConversationEvent {
	return { kind: "bot", seq, atMs: 0, text: null, buttons: [], imageUrl: null, extra: null, ...more };
}

function echo(call: PostMessageCall, seq: number): PostResult {
	const said: ConversationEvent = {
		kind: "visitor",
		seq,
		atMs: 0,
		messageId: call.id,
		text: call.text,
		payload: call.payload ?? null,
	};
	const events = [said, bot(seq + 1, { text: `You said: ${call.text}` })];
	return { ok: true, posted: { id: call.id, seq, events, lastSeq: seq + 1 } };
}

/** An inbox that keeps what reaches it. */
export class FakeInboxes {
	readonly calls: { readonly call: string; readonly value: unknown }[] = [];
	readonly upgrades: Request[] = [];
	upgradeAnswer: () => Response = () => new Response(null, { status: 503, headers: { "Retry-After": "5" } });
	/** Whether somebody is at the desk. */
	attended: () => boolean = () => false;

	getByName(_team: string): InboxCalls {
		const note = (call: string, value: unknown) => void this.calls.push({ call, value });
		return {
			spendTicket: async (value) => {
				note("spendTicket", value);
				return true;
			},
			isAttended: async () => this.attended(),
			endSessions: async (value) => note("endSessions", value),
			labelled: async (id, labels) => note("labelled", { id, labels }),
			settingsChanged: async (value) => note("settingsChanged", value),
			siteHoursChanged: async (value) => note("siteHoursChanged", value),
			fetch: async (request) => {
				if (request instanceof Request) this.upgrades.push(request);
				return this.upgradeAnswer();
			},
		};
	}
}

/** Sessions of the socket.io channel that keep what reaches them, and answer in a word. */
export class FakeSessions {
	readonly requests: { readonly sid: string; readonly request: Request }[] = [];

	getByName(sid: string) {
		return {
			fetch: async (request: Request) => {
				this.requests.push({ sid, request });
				return new Response("ok");
			},
		};
	}
}

/** Notes the jobs that it is woken for. */
export class FakeScheduler {
	readonly woken: (string | null)[] = [];
	jobs: JobHealth[] = [];

	getByName() {
		return {
			wake: async (name: string | null) => void this.woken.push(name),
			health: async () => this.jobs,
		};
	}
}

/** The chat's page and the dashboard's. */
export const fakeAssets: Bindings["ASSETS"] = {
	fetch: async (request) =>
		["/", "/app"].includes(new URL(request.url).pathname)
			? new Response(`<!doctype html>${new URL(request.url).pathname}`, {
					headers: { "Content-Type": "text/html" },
				})
			: new Response(null, { status: 404 }),
};
