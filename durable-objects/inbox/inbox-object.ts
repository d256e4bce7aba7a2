import { DurableObject } from "cloudflare:workers";
import type { Label } from "../../contracts/desk.ts";
import type { DeskSettings } from "../../contracts/inbox.ts";
import type { SiteHours } from "../../contracts/site-hours.ts";
import { InboxHost } from "./inbox-host.ts";
import type { InboxPorts } from "./inbox-ports.ts";
import type { ConversationReport, ReportAnswer } from "./inbox-rpc.ts";

/** Joins the platform's calls to the host of an inbox, whatever world it has. */
export abstract class InboxObject<Env> extends DurableObject<Env> {
	readonly #host: InboxHost;

	constructor(ctx: DurableObjectState, env: Env, ports: InboxPorts) {
		super(ctx, env);
		this.#host = new InboxHost(ctx, ports);
	}

	report(report: ConversationReport): ReportAnswer {
		return this.#host.report(report);
	}

	/** Whether somebody is at the desk who takes conversations. */
	isAttended(): boolean {
		return this.#host.isAttended;
	}

	erased(conversationId: string): Promise<void> {
		return this.#host.erased(conversationId);
	}

	labelled(conversationId: string, labels: readonly Label[]): void {
		this.#host.labelled(conversationId, labels);
	}

	settingsChanged(settings: DeskSettings): void {
		this.#host.settingsChanged(settings);
	}

	siteHoursChanged(hours: SiteHours): void {
		this.#host.siteHoursChanged(hours);
	}

	/** False for a ticket that was used before. */
	spendTicket(ticket: { readonly id: string; readonly untilMs: number }): boolean {
		return this.#host.spendTicket(ticket);
	}

	/** Closes the sockets that were opened by these sessions; all of them when null. */
	endSessions(sessionIds: readonly string[] | null): void {
		this.#host.endSessions(sessionIds);
	}

	override fetch(request: Request): Promise<Response> {
		return this.#host.upgrade(request);
	}

	override webSocketMessage(socket: WebSocket, raw: string | ArrayBuffer): void {
		this.#host.socketMessage(socket, raw);
	}

	override webSocketClose(socket: WebSocket): void {
		this.#host.socketClosed(socket);
	}

	override alarm(): Promise<void> {
		return this.#host.alarm();
	}
}
