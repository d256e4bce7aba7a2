import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import {
	type ComparedTurn,
	MAX_REPLAYED_TURNS,
	ReplayComparison,
	ReplayRequest,
} from "../../../contracts/desk-replay.ts";
import { DialogueEvent } from "../../../contracts/dialogue-event.ts";
import type { Domain } from "../../../dialogue/domain.ts";
import { type ReplayedTurn, replayTurns } from "../../../dialogue/replay/replay.ts";
import { differingParts, turnSummary } from "../../../dialogue/replay/turn-summary.ts";
import type { LoadedAssistant } from "../../../durable-objects/loaded-assistant.ts";
import { loadConversationLog } from "../../../store/conversation-log.ts";
import { findConversation } from "../../../store/desk/conversations.ts";
import { findModel, readModelFile } from "../../../store/models.ts";
import { assistantWorld } from "../../assistant-world.ts";
import { AppError } from "../../errors.ts";
import type { HonoEnv } from "../../hono-env.ts";
import { refuseInvalid } from "../../middleware/validation.ts";
import { jsonBody } from "../auth/json-body.ts";
import { ConversationPath } from "../conversations.ts";
import { answer, defineRoute, refusals } from "../define-route.ts";
import { CHANGES_NOTHING } from "../repeats.ts";

/** Entries of a log that are looked at: far more than so many turns have. */
const MAX_ENTRIES = 5_000;

const replay = defineRoute(
	{ access: "conversations:read", limit: null, repeat: CHANGES_NOTHING },
	{
		method: "post",
		path: "/{id}/replay",
		operationId: "replayConversation",
		summary: "What another model would have understood, done and said, turn by turn",
		description:
			"Each message is answered anew on what was recorded before it. Custom actions are not run: each gives what it gave then. Nothing is stored.",
		tags: ["desk"],
		request: { params: ConversationPath, ...jsonBody(ReplayRequest) },
		responses: {
			200: answer(ReplayComparison, "Both sides of each turn."),
			...refusals(400, 401, 403, 404, 409, 413, 415, 429, 503),
		},
	},
);

export const replays = new OpenAPIHono<HonoEnv>({ defaultHook: refuseInvalid }).openapi(replay, async (c) => {
	const { database } = c.var.services;
	const { id } = c.req.valid("param");
	if ((await findConversation(database, id)) === null)
		throw new AppError("not_found", "There is no such conversation.");
	const loaded = await chosenModel(c, c.req.valid("json").modelId);
	const entries = (await loadConversationLog(database, id, 0, MAX_ENTRIES)).flatMap(
		({ seq, kind, event }) => {
			const parsed = kind === "dialogue" ? DialogueEvent.safeParse(event) : null;
			return parsed?.success === true ? [{ seq, event: parsed.data }] : [];
		},
	);
	const events = entries.map(({ event }) => event);
	const seqOf = new Map(entries.map(({ seq, event }) => [event, seq]));
	const turns: ComparedTurn[] = [];
	let isCut = false;
	const understanding = c.var.surroundings.understanding(loaded, {
		ducklingUrl: c.var.services.config.RASA_DUCKLING_HTTP_URL,
		world: assistantWorld(c),
	});
	const { assistant } = loaded;
	for await (const played of replayTurns({ assistant, ...understanding, events, comparison: "behaviour" })) {
		isCut = turns.length === MAX_REPLAYED_TURNS;
		if (isCut) break;
		turns.push(compared(played, seqOf.get(played.turn.message) ?? 0, assistant.domain));
	}
	const { modelId, assistantId } = loaded;
	const equal = turns.filter(({ differs }) => differs.length === 0).length;
	return c.json({ model: { modelId, assistantId }, turns, equal, isCut }, 200);
});

function compared({ turn, replayed }: ReplayedTurn, seq: number, domain: Domain): ComparedTurn {
	const [then, now] = [turnSummary(turn.events), turnSummary(replayed)];
	const isCustom = (action: string): boolean =>
		domain.userActions.has(action) && !action.startsWith("utter_") && !domain.responses.has(action);
	const notRun = now.actions.filter((action) => isCustom(action) && !then.actions.includes(action));
	const title = turn.message.metadata?.["display_text"];
	return {
		seq,
		text: typeof title === "string" ? title : (turn.message.text ?? ""),
		differs: differingParts(then, now),
		recorded: then,
		replayed: now,
		notRun: [...new Set(notRun)],
	};
}

/** @throws AppError not_found, conflict when it can't be opened, unavailable */
async function chosenModel(c: Context<HonoEnv>, modelId: string | null): Promise<LoadedAssistant> {
	const { services, surroundings } = c.var;
	const world = assistantWorld(c);
	if (modelId === null) return surroundings.assistant(world);
	const stored = await findModel(services.database, modelId);
	const file = stored === null ? null : await readModelFile(services.database, stored);
	if (file === null) throw new AppError("not_found", "There is no such model: only the newest are kept.");
	try {
		return await surroundings.openModel(file, world);
	} catch (error) {
		throw new AppError("conflict", "This model can't be opened by this release.", { cause: error });
	}
}
