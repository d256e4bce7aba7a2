import type { DialogueEvent } from "../../contracts/dialogue-event.ts";
import type { Assistant } from "../../dialogue/assistant.ts";
import { MessageProcessor } from "../../dialogue/message-processor.ts";
import { appendEvents, createTracker, type Tracker } from "../../dialogue/tracker.ts";

/** One conversation with the whole engine: says what the bot answered, and what it did. */
export class Talk {
	readonly #processor: MessageProcessor;
	#tracker: Tracker;
	#messages = 0;

	constructor(
		assistant: Assistant,
		deps: Omit<ConstructorParameters<typeof MessageProcessor>[0], "assistant" | "surroundings">,
		nowSeconds: number,
	) {
		let seconds = nowSeconds;
		const now = (): number => {
			seconds += 1;
			return seconds;
		};
		this.#processor = new MessageProcessor({ assistant, ...deps, surroundings: { now, random: () => 0 } });
		this.#tracker = createTracker(assistant.domain, "conversation-1");
	}

	/** Sends a message; the texts of the bot's answers. */
	async say(text: string): Promise<string[]> {
		const events = await this.turn(text);
		return events.flatMap((event) => (event.event === "bot" && event.text !== null ? [event.text] : []));
	}

	/** Sends a message; the responses of the domain that came back, by name. */
	async answers(text: string): Promise<string[]> {
		const events = await this.turn(text);
		return events.flatMap((event) => {
			const name = event.event === "bot" ? event.metadata?.["utter_action"] : undefined;
			return typeof name === "string" ? [name] : [];
		});
	}

	async turn(text: string): Promise<readonly DialogueEvent[]> {
		this.#messages += 1;
		const message = { text, messageId: `message-${this.#messages}`, inputChannel: "chat", metadata: {} };
		const { events } = await this.#processor.handleMessage(this.#tracker, message);
		this.#tracker = appendEvents(this.#tracker, events);
		return events;
	}
}
