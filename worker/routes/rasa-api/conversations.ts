import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { z } from "zod";
import { ConversationId } from "../../../contracts/ids.ts";
import { ParseData } from "../../../contracts/parse-data.ts";
import type { RasaAnswer, RasaCall, RasaWork } from "../../../durable-objects/rasa-call.ts";
import { restReplies } from "../../../durable-objects/rest-replies.ts";
import { conversationOfSender } from "../../../durable-objects/sender-conversation.ts";
import { freshId } from "../../../store/fresh-id.ts";
import { assistantWorld } from "../../assistant-world.ts";
import type { HonoEnv } from "../../hono-env.ts";
import * as routes from "./conversation-routes.ts";
import { limitApiBody } from "./body-limit.ts";
import { newTracker } from "./new-tracker.ts";
import { RasaError } from "../../rasa-error.ts";
import { refuseInvalid } from "./refusals.ts";
import { trackerBody } from "./tracker-body.ts";

type ApiContext = Context<HonoEnv>;

/** A conversation of our own pages by its id, any other by its sender's name. */
async function conversationOf(c: ApiContext, name: string) {
	if (ConversationId.safeParse(name).success) {
		const own = c.env.CONVERSATIONS.getByName(name);
		if ((await own.access()) !== null) return { id: name, stub: own, sender: {} };
	}
	const id = await conversationOfSender(name);
	return { id, stub: c.env.CONVERSATIONS.getByName(id), sender: { sender: name } };
}

type Asked = RasaWork & Partial<Pick<RasaCall, "begin" | "story" | "predict">>;

/** @returns null when there is no such conversation, and none was to be begun */
async function ask(
	c: ApiContext,
	name: string,
	look: z.infer<typeof routes.Look>,
	asked: Asked,
): Promise<RasaAnswer | null> {
	const { id, stub, sender } = await conversationOf(c, name);
	const found = await stub.rasa({
		begin: false,
		...sender,
		...asked,
		id,
		look: { verbosity: look.include_events, until: look.until ?? null },
	});
	// a conversation's own id is no sender's name: the tracker tells the name that was asked for, as Rasa's does
	return found === null ? null : { ...found, tracker: { ...found.tracker, sender_id: name } };
}

/** @throws RasaError 404 */
function existing(found: RasaAnswer | null): RasaAnswer {
	if (found === null) throw new RasaError(404, "Not found", "Conversation ID not found.");
	return found;
}

function withMessages(name: string, found: RasaAnswer) {
	return { tracker: trackerBody(found.tracker), messages: restReplies(name, found.messages) };
}

/** What a message means, where the caller says so. */
function knownMeaning(
	text: string,
	known: Pick<z.infer<typeof ParseData>, "intent"> | null,
): ParseData | undefined {
	if (known === null) return undefined;
	return ParseData.parse({ entities: [], intent_ranking: [known.intent], ...known, text });
}

const newId = (c: ApiContext): string => freshId(c.var.surroundings.nowMs());

const app = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid });
app.use(limitApiBody);

export const rasaConversations = app
	.openapi(routes.tracker, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const look = c.req.valid("query");
		const found = await ask(c, name, look, { work: "look" });
		if (found !== null) return c.json(trackerBody(found.tracker), 200);
		const { assistant, nowMs } = c.var.surroundings;
		const loaded = await assistant(assistantWorld(c));
		return c.json(trackerBody(newTracker(loaded, name, look.include_events, nowMs())), 200);
	})
	.openapi(routes.append, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const work = { work: "append", events: c.req.valid("json"), begin: true } as const;
		return c.json(trackerBody(existing(await ask(c, name, c.req.valid("query"), work)).tracker), 200);
	})
	.openapi(routes.replace, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const work = { work: "replace", events: c.req.valid("json"), begin: true } as const;
		return c.json(trackerBody(existing(await ask(c, name, c.req.valid("query"), work)).tracker), 200);
	})
	.openapi(routes.story, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const look = c.req.valid("query");
		const which = look.all_sessions.toLowerCase() === "true" ? "all" : "last";
		const found = existing(await ask(c, name, look, { work: "look", story: which }));
		return c.text(found.story ?? "", 200);
	})
	.openapi(routes.execute, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const { name: action, policy = null, confidence = null } = c.req.valid("json");
		const { domain } = (await c.var.surroundings.assistant(assistantWorld(c))).assistant;
		if (!domain.actionIndex.has(action))
			throw new RasaError(400, "BadRequest", "The domain has no such action.", {
				parameter: "name",
				in: "body",
			});
		const forced = { name: action, policy, confidence: confidence ?? 0, turnId: newId(c) };
		const found = await ask(c, name, c.req.valid("query"), { work: "execute", action: forced });
		return c.json(withMessages(name, existing(found)), 200);
	})
	.openapi(routes.triggerIntent, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const { name: intent, entities } = c.req.valid("json");
		const { domain } = (await c.var.surroundings.assistant(assistantWorld(c))).assistant;
		if (!domain.intents.has(intent))
			throw new RasaError(404, "NotFound", "The intent does not exist in the domain.");
		const work = { work: "trigger", intent, entities, turnId: newId(c), begin: true } as const;
		return c.json(withMessages(name, existing(await ask(c, name, c.req.valid("query"), work))), 200);
	})
	.openapi(routes.predict, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const found = existing(await ask(c, name, c.req.valid("query"), { work: "look", predict: true }));
		const { scores = [], policy = null, confidence = 0 } = found.prediction ?? {};
		return c.json({ scores: [...scores], policy, confidence, tracker: trackerBody(found.tracker) }, 200);
	})
	.openapi(routes.messages, async (c) => {
		const { conversation_id: name } = c.req.valid("param");
		const { text, parse_data: known } = c.req.valid("json");
		const message = {
			text,
			messageId: newId(c),
			inputChannel: "rest",
			metadata: {},
			parseData: knownMeaning(text, known ?? null),
		};
		const work = { work: "record", message, begin: true } as const;
		return c.json(trackerBody(existing(await ask(c, name, c.req.valid("query"), work)).tracker), 200);
	});
