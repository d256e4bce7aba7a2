/**
 * What the Worker and its objects report, one JSON line an event: ids and measures, never a text of a customer, an
 * e-mail or a token. `error` is scrubbed when the line is written.
 */
export type LogEvent = RequestEvent | TurnEvent | ArchiveEvent | ConversationEvent | PartEvent;

type RequestEvent =
	| {
			readonly event: "request.done";
			readonly requestId: string;
			readonly method: string;
			/** The route's pattern, not the path: a path carries what a caller wrote. */
			readonly route: string;
			readonly status: number;
			readonly durationMs: number;
	  }
	| (FailedRequest & Described)
	/** An identity provider did not answer, or not as it must. */
	| { readonly event: "oidc.failed"; readonly requestId: string; readonly error: string }
	/** A mail was not taken by whoever carries it. */
	| { readonly event: "mail.failed"; readonly requestId: string; readonly error: string }
	| { readonly event: "limit.refused"; readonly requestId: string; readonly limit: string };

type TurnEvent =
	| {
			readonly event: "turn.done";
			readonly conversationId: string;
			readonly turnId: string;
			/** Of the message that was answered: names of the model's, never words of the customer's. */
			readonly intent: string | null;
			readonly confidence: number | null;
			readonly events: number;
			readonly durationMs: number;
	  }
	| { readonly event: "turn.discarded"; readonly conversationId: string; readonly turnId: string }
	| { readonly event: "turn.continued"; readonly conversationId: string; readonly turnId: string }
	| (FailedTurn & Described)
	| (FailedReminder & Described);

type ArchiveEvent =
	| { readonly event: "outbox.drained"; readonly conversationId: string; readonly throughSeq: number }
	| {
			readonly event: "outbox.failed";
			readonly conversationId: string;
			readonly attempts: number;
			readonly waiting: number;
			readonly retryInMs: number;
			readonly error: string;
	  };

type ConversationEvent =
	| {
			readonly event: "conversation.superseded";
			readonly conversationId: string;
			readonly leaseEpoch: number;
			readonly stranded: number;
	  }
	| {
			readonly event: "conversation.rebuilt";
			readonly conversationId: string;
			readonly lastSeq: number;
			readonly durationMs: number;
	  }
	/** It went with its customer's data. */
	| { readonly event: "conversation.erased"; readonly conversationId: string }
	| { readonly event: "conversation.unavailable"; readonly conversationId: string; readonly error: string }
	/** A client of one of Rasa's channels could not be told what the conversation gained. */
	| {
			readonly event: "listener.failed";
			readonly conversationId: string;
			readonly kind: "socketio" | "callback";
			readonly error: string;
	  }
	/** A webhook's receiver did not take a delivery. */
	| {
			readonly event: "webhook.failed";
			readonly conversationId: string;
			readonly webhookId: string;
			readonly attempts: number;
			readonly retryInMs: number;
			readonly error: string;
	  }
	/** The same for a day: it stands in the list of dead letters. */
	| {
			readonly event: "webhook.given_up";
			readonly conversationId: string;
			readonly webhookId: string;
			readonly attempts: number;
			readonly error: string;
	  }
	/** Whom to tell is not known just now. */
	| { readonly event: "webhooks.unavailable"; readonly conversationId: string; readonly error: string }
	| { readonly event: "socket.flooding"; readonly conversationId: string }
	/** A line broke: the client's affair. */
	| { readonly event: "socket.failed"; readonly conversationId: string; readonly error: string }
	| (FailedObject & Described);

type PartEvent =
	| {
			readonly event: "part.away";
			readonly part: "redis" | "postgres" | "objects" | "actions" | "responses" | "http";
			readonly error: string;
	  }
	| { readonly event: "part.back"; readonly part: "redis" | "postgres" | "actions" | "responses" | "http" }
	/** Another server did not say what it found in a message, which went on without. */
	| { readonly event: "extractor.failed"; readonly extractor: string; readonly error: string }
	| (FailedEncoder & Described)
	| (FailedAssistant & Described)
	| (FailedCallback & Described)
	| (FailedJob & Described)
	| { readonly event: "report.failed"; readonly error: string };

/** What is told of an error of ours. */
interface Described {
	readonly errorType: string;
	readonly error: string;
	readonly stack: string | undefined;
}

/** Where something of ours broke: the name of its log line, and its tags in Sentry. */
export type Failure =
	| FailedRequest
	| FailedTurn
	| FailedReminder
	| FailedObject
	| FailedEncoder
	| FailedAssistant
	| FailedCallback
	| FailedJob;

interface FailedRequest {
	readonly event: "request.failed";
	readonly requestId: string;
	readonly method: string;
	/** The route's pattern. */
	readonly route: string;
}

interface FailedTurn {
	readonly event: "turn.failed";
	readonly conversationId: string;
	readonly turnId: string;
}

interface FailedReminder {
	readonly event: "reminder.failed";
	readonly conversationId: string;
}

/** The weights of the sentence encoder did not come: the first tier judges alone for a while. */
interface FailedEncoder {
	readonly event: "encoder.failed";
}

/** The model could not be loaded: damaged, of another version of the program, or its file did not come. */
interface FailedAssistant {
	readonly event: "assistant.failed";
}

/** Somebody who asked to be called back could not be told. */
interface FailedCallback {
	readonly event: "callback.failed";
}

/** Something that is done by itself and that nobody waits for. */
interface FailedJob {
	readonly event: "job.failed";
	readonly job: string;
}

interface FailedObject {
	readonly event: "object.failed";
	readonly conversationId: string;
	readonly handler: "call" | "socket" | "alarm" | "wake-up" | "rebuild" | "outbox" | "handoff";
}
