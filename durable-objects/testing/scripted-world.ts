/**
 * A conversation's surroundings under a test's control: a bot that does what the test says, an archive in memory that
 * can be taken away, a clock that moves when told. Shared by all objects of a test's isolate, so that it outlives an
 * eviction as Postgres would.
 */
import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { JsonValue } from "../../contracts/parse-data.ts";
import type { ConversationEvent } from "../../contracts/protocol.ts";
import type { RespondOptions } from "../../dialogue/message-processor.ts";
import type { TurnResult } from "../../dialogue/ports.ts";
import type {
	ArchiveBatch,
	ConversationArchive,
	ConversationLimits,
	ConversationPorts,
	Dialogue,
	DialogueOptions,
	Listener,
} from "../conversation-ports.ts";
import type { DeadLetter, WebhookDelivery } from "../../contracts/webhooks.ts";
import type { ConversationReport, ReportAnswer } from "../inbox/inbox-rpc.ts";
import type { LogEntry } from "../log-entry.ts";
import type { Delivery, OpenWebhook, WebhookPorts } from "../webhooks/webhook-ports.ts";
import type { Failure, LogEvent } from "../../observability/log-event.ts";
import { errorText } from "../../observability/scrub.ts";
import { redactionSettings } from "../redaction/redaction-settings.ts";
import { redactorOf } from "../redaction/redactor.ts";
import type { SchedulerJob, SchedulerPorts } from "../scheduler-host.ts";
import type { SessionMessage } from "../socketio/session.ts";
import type { SocketIoPorts } from "../socketio/session-host.ts";
import { SocketIoSettings } from "../socketio/socketio-settings.ts";
import { StoreUnavailable } from "../../store/failures.ts";

/** What the bot does with one message: the events of its answer. May wait, throw, or never settle. */
export type Script = (text: string, turn: ScriptedTurn) => Promise<readonly DialogueEvent[]>;

export interface ScriptedTurn {
	readonly turnId: string;
	/** Who speaks, as action servers are told. */
	readonly sender: string;
	/** Everything that the tracker has folded so far. */
	readonly tracker: readonly DialogueEvent[];
	/** Calls of actions that an interruption has left behind. */
	readonly callsBefore: number;
	/** Says that an action has begun that waits for the world. */
	startAction(): void;
	/** What an action of the turn gave, while the turn goes on. */
	step(...events: DialogueEvent[]): void;
}

export interface StoredConversation {
	readonly entries: Map<number, LogEntry>;
	leaseEpoch: number;
	row: ArchiveBatch["conversation"];
}

/** `hello` → `You said: hello` */
export const echo: Script = async (text) => [bot(`You said: ${text}`), listen()];

const SESSION_FAILURE = { event: "object.failed", conversationId: "socketio", handler: "socket" } as const;

export class ScriptedWorld {
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
	inbox: (report: ConversationReport) => ReportAnswer = () => ({ place: null, handoff: null });
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
			archive: archiveOf(this),
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

export function bot(text: string, data: Record<string, JsonValue> = {}): DialogueEvent {
	return { event: "bot", text, data };
}

export function listen(): DialogueEvent {
	return { event: "action", name: "action_listen" };
}

function scriptedDialogue(scripted: ScriptedWorld, { onActionStart, sender }: DialogueOptions): Dialogue {
	const tracker: DialogueEvent[] = [];
	const run = async (text: string, turnId: string, options: RespondOptions = {}): Promise<TurnResult> => {
		let calls = options.callsBefore ?? 0;
		scripted.answered.push(text);
		const said: DialogueEvent[] = [];
		const step = (...part: DialogueEvent[]): void => {
			said.push(...part);
			options.onStep?.([...said], ++calls);
		};
		const turn = { turnId, sender: sender(), tracker: [...tracker], startAction: onActionStart, step };
		const rest = await scripted.script(text, { ...turn, callsBefore: options.callsBefore ?? 0 });
		return { events: [...said, ...rest], circuitBroken: false };
	};
	return {
		add: (events) => void tracker.push(...events),
		async receive({ text, messageId, inputChannel, metadata }) {
			const parse_data = { text, intent: { name: "scripted", confidence: 1 }, entities: [] };
			const user: DialogueEvent = {
				event: "user",
				text,
				parse_data,
				message_id: messageId,
				input_channel: inputChannel,
				metadata: { ...metadata },
			};
			return { events: [user], circuitBroken: false };
		},
		async respond(turnId, options) {
			const user = tracker.findLast((event) => event.event === "user");
			return run(user?.text ?? "", turnId, options);
		},
		async trigger({ intent, turnId }) {
			const user: DialogueEvent = {
				event: "user",
				text: `EXTERNAL: ${intent}`,
				parse_data: {},
				metadata: { is_external: true },
			};
			const answer = await run(`EXTERNAL: ${intent}`, turnId);
			return { ...answer, events: [user, ...answer.events] };
		},
		...rasaDialogue(scripted, tracker),
	};
}

/** What Rasa's HTTP API asks for, in its plainest form. */
function rasaDialogue(
	scripted: ScriptedWorld,
	tracker: readonly DialogueEvent[],
): Pick<Dialogue, "begin" | "record" | "execute" | "view" | "predict" | "story"> {
	const gained = async (...events: DialogueEvent[]): Promise<TurnResult> => ({
		events,
		circuitBroken: false,
	});
	return {
		begin: () => (tracker.length === 0 ? gained({ event: "session_started" }) : gained()),
		record: ({ text, messageId }) =>
			gained({ event: "user", text, parse_data: {}, message_id: messageId, metadata: {} }),
		execute: ({ name }) => gained({ event: "action", name }, bot(`did ${name}`)),
		view: ({ verbosity }) => ({
			sender_id: "scripted",
			slots: { requested_slot: scripted.requestedSlot },
			latest_message: null,
			latest_event_time: null,
			followup_action: null,
			paused: false,
			events: verbosity === "NONE" ? null : [...tracker],
			latest_input_channel: null,
			active_loop: {},
			latest_action: {},
			latest_action_name: null,
		}),
		predict: () => ({ scores: [], policy: null, confidence: 0 }),
		story: () => "stories: []",
	};
}

function archiveOf(scripted: ScriptedWorld): ConversationArchive {
	const reach = (): void => {
		if (scripted.isArchiveAway) throw new StoreUnavailable("postgres", "it cannot be reached");
		if (scripted.archiveFault !== null) throw scripted.archiveFault;
	};
	return {
		async flush(batch) {
			await Promise.resolve();
			reach();
			if (scripted.isArchiveErased) return { status: "erased" };
			scripted.flushes.push(batch);
			const stored = scripted.archive.get(batch.conversation.id) ?? {
				entries: new Map<number, LogEntry>(),
				leaseEpoch: batch.leaseEpoch,
				row: batch.conversation,
			};
			if (stored.leaseEpoch > batch.leaseEpoch)
				return { status: "superseded", leaseEpoch: stored.leaseEpoch };
			const [first] = batch.entries;
			if (first !== undefined && first.seq <= stored.entries.size + 1)
				for (const entry of batch.entries) stored.entries.set(entry.seq, entry);
			stored.row = batch.conversation;
			scripted.archive.set(batch.conversation.id, stored);
			return { status: "stored", throughSeq: stored.entries.size };
		},
		async claim(conversationId) {
			await Promise.resolve();
			reach();
			const stored = scripted.archive.get(conversationId);
			if (stored === undefined) return null;
			stored.leaseEpoch += 1;
			const { id, visitorId, channel, createdAtMs } = stored.row;
			return {
				id,
				visitorId,
				channel,
				createdAtMs,
				leaseEpoch: stored.leaseEpoch,
				lastSeq: stored.entries.size,
			};
		},
		async load(conversationId, afterSeq, limit) {
			await Promise.resolve();
			reach();
			const entries = [...(scripted.archive.get(conversationId)?.entries.values() ?? [])];
			return entries.filter((entry) => entry.seq > afterSeq).slice(0, limit);
		},
	};
}
