import type { Label } from "../../contracts/desk.ts";
import { type AgentAtDesk, type DeskSettings, InboxClientFrame } from "../../contracts/inbox.ts";
import type { SiteHours } from "../../contracts/site-hours.ts";
import { SESSION_HEADER } from "../conversation-rpc.ts";
import { personOf } from "../desk/agent-header.ts";
import { parseDeskFrame } from "../parse-frame.ts";
import { spendTicket } from "../spent-tickets.ts";
import { handoffReason } from "./handoff-rules.ts";
import { InboxBuilder } from "./inbox-builder.ts";
import { handleInboxFrame } from "./inbox-frames.ts";
import type { InboxPorts } from "./inbox-ports.ts";
import { InboxNews } from "./inbox-news.ts";
import type { ConversationReport, ReportAnswer } from "./inbox-rpc.ts";
import { InboxSockets } from "./inbox-sockets.ts";
import { InboxStore } from "./inbox-store.ts";
import { InboxWork } from "./inbox-work.ts";
import { noticesOf } from "./notices.ts";

/** Until Postgres was asked, nothing is known but what the report says. */
const NO_FACTS = { contactName: null, labels: [] } as const;

/**
 * What stands behind the object of one team's inbox: takes reports, keeps lines, tells agents, gives out the queue. All that
 * it knows can be had again from Postgres and the conversations. See docs/desk-socket.md.
 */
export class InboxHost {
	readonly #store: InboxStore;
	readonly #sockets: InboxSockets;
	readonly #news: InboxNews;
	readonly #work: InboxWork;
	readonly #builder: InboxBuilder;
	readonly #ports: InboxPorts;

	constructor(ctx: DurableObjectState, ports: InboxPorts) {
		this.#ports = ports;
		this.#store = new InboxStore(ctx.storage);
		this.#sockets = new InboxSockets(ctx);
		this.#news = new InboxNews(this.#store, this.#sockets);
		this.#work = new InboxWork(this.#store, this.#news, ports, (atMs) => void ctx.storage.setAlarm(atMs));
		this.#builder = new InboxBuilder(ctx.id.name ?? "default", this.#store, ports);
	}

	/** A conversation says how it is; one that says it twice, or too late, changes nothing. */
	report(report: ConversationReport): ReportAnswer {
		const known = this.#store.rows.get(report.id);
		if (known === undefined || isNewer(report, known.report)) {
			const { facts = NO_FACTS, place = null, isOverdue = false } = known ?? {};
			this.#store.put([{ report, facts, place, isOverdue }]);
			if (known === undefined && report.contactId !== null) this.#learnFacts(report.id);
			this.#work.changed();
			this.#news.notify(noticesOf(known?.report.desk ?? null, report.desk), { report, facts });
		}
		return {
			place: this.#store.rows.get(report.id)?.place ?? null,
			// who loads their page anew is still there
			isAttended: this.#store.attended.isAttended || this.isAttended,
			handoff: this.isAttended ? handoffReason(report.desk, this.#store.settings.handoff) : null,
		};
	}

	/** Somebody is at the desk who takes conversations. */
	get isAttended(): boolean {
		return this.#news.agentsAtDesk().some((agent) => isFree(agent));
	}

	/** A customer's data were erased: nothing of the conversation stays here. */
	async erased(conversationId: string): Promise<void> {
		if (!this.#store.rows.has(conversationId)) return;
		await this.#store.erase(conversationId);
		this.#news.removed([conversationId]);
		this.#work.changed();
	}

	labelled(conversationId: string, labels: readonly Label[]): void {
		const row = this.#store.rows.get(conversationId);
		if (row === undefined) return;
		this.#store.put([{ ...row, facts: { ...row.facts, labels } }]);
		this.#work.changed();
	}

	settingsChanged(settings: DeskSettings): void {
		this.#store.keepSettings(settings);
		this.#news.agentsChanged();
		this.#clockChanged();
	}

	/** A site's business hours were changed, or a site came or went. */
	siteHoursChanged(hours: SiteHours): void {
		this.#store.keepHours(hours);
		this.#clockChanged();
	}

	spendTicket(ticket: { readonly id: string; readonly untilMs: number }): boolean {
		return spendTicket(this.#store.sql, ticket, this.#ports.nowMs());
	}

	endSessions(sessionIds: readonly string[] | null): void {
		this.#sockets.closeSessions(sessionIds);
	}

	/** The socket's upgrade; the Worker has checked who asks. 503 while Postgres can't say what the inbox holds. */
	async upgrade(request: Request): Promise<Response> {
		const person = personOf(request);
		if (request.headers.get("upgrade")?.toLowerCase() !== "websocket" || person === null)
			return new Response(null, { status: 426, headers: { upgrade: "websocket" } });
		if (!(await this.#builder.build()))
			return new Response(null, { status: 503, headers: { "retry-after": "5" } });
		this.#work.changed();
		const { may, ...agent } = person;
		const known = this.#store.agents.get(agent.id);
		this.#store.keepAgent({ availability: "available", givenAtMs: 0, ...known, ...agent });
		const sessionId = request.headers.get(SESSION_HEADER) ?? "";
		return this.#sockets.upgrade({ agent, may, sessionId, isGreeted: false });
	}

	socketMessage(socket: WebSocket, raw: string | ArrayBuffer): void {
		const parsed = parseDeskFrame(InboxClientFrame, raw);
		if (!parsed.ok) return this.#sockets.send(socket, { type: "error", ...parsed.fault });
		const context = { store: this.#store, sockets: this.#sockets, news: this.#news };
		handleInboxFrame(context, socket, parsed.frame);
		if (parsed.frame.type !== "list") this.#work.changed();
	}

	socketClosed(socket: WebSocket): void {
		this.#sockets.close(socket, "goingAway");
		this.#news.agentsChanged(socket);
		this.#work.changed();
	}

	/** Clocks that have run out, what could not be given out, and lines that are nobody's work any more. */
	async alarm(): Promise<void> {
		await this.#builder.build();
		this.#work.ring();
	}

	/** By other rules other instants: agents are told anew of everybody who waits. */
	#clockChanged(): void {
		this.#store.put(
			[...this.#store.rows.values()].filter(({ report }) => report.desk.waitingSinceMs !== null),
		);
		this.#work.changed();
	}

	/** Name and labels are asked for behind the report, which waits for no database. */
	#learnFacts(id: string): void {
		const learn = async (): Promise<void> => {
			const facts = await this.#ports.facts(id);
			const row = this.#store.rows.get(id);
			if (facts === null || row === undefined) return;
			this.#store.put([{ ...row, facts }]);
			this.#work.changed();
		};
		learn().catch(() => undefined); // a name is missing until the inbox is built anew
	}
}

function isNewer(report: ConversationReport, known: ConversationReport): boolean {
	return report.leaseEpoch === known.leaseEpoch
		? report.lastSeq > known.lastSeq
		: report.leaseEpoch > known.leaseEpoch;
}

function isFree({ isOnline, availability }: AgentAtDesk): boolean {
	return isOnline && availability === "available";
}
