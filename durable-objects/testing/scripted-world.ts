/**
 * A conversation's surroundings under a test's control: a bot that does what the test says, an archive in memory that
 * can be taken away, a clock that moves when told. Shared by all objects of a test's isolate, so that it outlives an
 * eviction as Postgres would.
 */
import type { ConversationEvent } from "../../contracts/protocol.ts";
import type { ArchiveBatch, ConversationLimits, ConversationPorts, Listener } from "../conversation-ports.ts";
import type { DeadLetter, WebhookDelivery } from "../../contracts/webhooks.ts";
import type { ConversationReport, ReportAnswer } from "../inbox/inbox-rpc.ts";
import type { Delivery, OpenWebhook, WebhookPorts } from "../webhooks/webhook-ports.ts";
import type { Failure, LogEvent } from "../../observability/log-event.ts";
import { errorText } from "../../observability/scrub.ts";
import { redactionSettings } from "../redaction/redaction-settings.ts";
import { redactorOf } from "../redaction/redactor.ts";
import type { SchedulerJob, SchedulerPorts } from "../scheduler-host.ts";
import type { SessionMessage } from "../socketio/session.ts";
import type { SocketIoPorts } from "../socketio/session-host.ts";
import { SocketIoSettings } from "../socketio/socketio-settings.ts";
import { archiveInMemory, type ScriptedArchive, type StoredConversation } from "./archive-in-memory.ts";
import { echo, type Script, type ScriptedBot, scriptedDialogue } from "./scripted-dialogue.ts";

const SESSION_FAILURE = { event: "object.failed", conversationId: "socketio", handler: "socket" } as const;

export class ScriptedWorld implements ScriptedBot, ScriptedArchive {
	script: Script = echo;
	/** Far ahead of the real clock: an alarm of this world rings only when a test rings it. */
	nowMs = Date.UTC(2100, 0, 1);
	limits: ConversationLimits = {
		messages: { burst: 1_000, perSecond: 1_000 },
		frames: { burst: 10_000, perSecond: 10_000 },
	};
	/** The setting `REDACTION`. */
	redaction = "";
	/** The slot that the bot asks for. */
	requestedSlot: string | null = null;
	/** Webhooks that are told, or what comes instead of their list. */
	webhooks: readonly OpenWebhook[] | Error = [];
	/** How a receiver takes a delivery. */
	receive: WebhookPorts["send"] = async () => ({ status: "delivered" });
	readonly delivered: { webhookId: string; delivery: Delivery }[] = [];
	readonly buried: DeadLetter[] = [];
	readonly noted: WebhookDelivery[] = [];
	/** What the inbox was told, in order. */
	readonly reports: ConversationReport[] = [];
	/** Conversations of which nothing stays in the inbox. */
	readonly leftInbox: string[] = [];
	/** What the inbox answers; throws while it can't be reached. */
	inbox: (report: ConversationReport) => ReportAnswer = () => ({
		place: null,
		isAttended: false,
		handoff: null,
	});
	isArchiveAway = false;
	/** Thrown by the archive at every call. */
	archiveFault: Error | null = null;
	/** Whether the customer's data were erased meanwhile: a flush hears it. */
	isArchiveErased = false;
	/** Thrown when a conversation's bot is loaded. */
	engineFault: Error | null = null;
	/** Thrown by the clock: nothing of the object's works. */
	clockFault: Error | null = null;
	readonly archive = new Map<string, StoredConversation>();
	/** What listeners were told, in order. */
	readonly told: { listener: Listener; events: readonly ConversationEvent[] }[] = [];
	/** What a listener does with it: false for one that is gone. */
	tell: ConversationPorts["tell"] = async (listener, events) => this.told.push({ listener, events }) > 0;
	readonly flushes: ArchiveBatch[] = [];
	readonly logged: LogEvent[] = [];
	readonly reported: ({ error: string } & Failure)[] = [];
	/** Texts that the bot was asked to answer, turn by turn. */
	readonly answered: string[] = [];

	reset(): void {
		Object.assign(this, new ScriptedWorld());
	}

	/** What the scheduler does. */
	jobs: readonly SchedulerJob[] = [];

	schedulerPorts(): SchedulerPorts {
		return {
			jobs: this.jobs,
			nowMs: () => this.nowMs,
			report: (error, failure) => this.reported.push({ error: errorText(error), ...failure }),
		};
	}

	/** What sessions of the socket.io channel said and joined. */
	readonly sessions: { said: SessionMessage[]; joined: string[] } = { said: [], joined: [] };
	/** How a conversation takes a session's message. */
	sessionAnswer: SocketIoPorts["say"] = async () => null;
	/** How far a session's client is too fast. */
	sessionDelayMs = 0;

	sessionPorts(): SocketIoPorts {
		return {
			settings: SocketIoSettings.parse({}),
			nowMs: () => this.nowMs,
			newSessionId: () => "fresh-session",
			isAllowed: async () => true,
			join: async (sender) => void this.sessions.joined.push(sender),
			say: (message) => {
				this.sessions.said.push(message);
				return this.sessionAnswer(message);
			},
			frameDelayMs: () => this.sessionDelayMs,
			report: (error) => this.reported.push({ error: errorText(error), ...SESSION_FAILURE }),
		};
	}

	ports(): ConversationPorts {
		// read through `this` at each call: a test replaces members after the object was made
		return {
			engine: async () => {
				if (this.engineFault !== null) throw this.engineFault;
				return {
					modelId: "scripted",
					openDialogue: (options) => scriptedDialogue(this, options),
				};
			},
			archive: archiveInMemory(this),
			limits: this.limits,
			redactor: redactorOf(redactionSettings(this.redaction)),
			webhooks: {
				active: async () => {
					if (this.webhooks instanceof Error) throw this.webhooks;
					return this.webhooks;
				},
				send: async (webhook, delivery) => {
					const outcome = await this.receive(webhook, delivery);
					if (outcome.status === "delivered") this.delivered.push({ webhookId: webhook.id, delivery });
					return outcome;
				},
				note: async (delivery) => void this.noted.push(delivery),
				bury: async (letter) => void this.buried.push(letter),
			},
			leaveInbox: async (id) => void this.leftInbox.push(id),
			tellInbox: async (report) => {
				const answer = this.inbox(report);
				this.reports.push(report);
				return answer;
			},
			tell: (listener, events) => this.tell(listener, events),
			nowMs: () => {
				if (this.clockFault !== null) throw this.clockFault;
				return this.nowMs;
			},
			random: () => 0.5,
			log: (event) => this.logged.push(event),
			report: (error, failure) => this.reported.push({ error: errorText(error), ...failure }),
		};
	}
}

/** The world of this isolate's scripted conversations. */
export const world = new ScriptedWorld();
