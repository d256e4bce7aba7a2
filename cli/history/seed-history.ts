/** Sixty days of conversations, had with the shipped assistant: its model, its rules and its actions, on the demo shop. */
import { readFileSync } from "node:fs";
import { uuidV7 } from "../../contracts/ids.ts";
import type { Desk } from "../../contracts/reception.ts";
import type { ShopPorts } from "../../assistant/actions/ports.ts";
import { shopActions } from "../../assistant/actions/shop-actions.ts";
import { actionContext } from "../../dialogue/action-call-context.ts";
import type { HttpPort } from "../../dialogue/http-port.ts";
import { loadAssistant } from "../../dialogue/load-assistant.ts";
import { ActionFailed, type ActionRunner } from "../../dialogue/ports.ts";
import { loadProject } from "../../dialogue/train-project.ts";
import { loadInterpreter } from "../../nlu/load-interpreter.ts";
import { decodeModelFile } from "../../nlu/model-file.ts";
import { flushConversation } from "../../store/conversation-log.ts";
import type { Database } from "../../store/database.ts";
import { demoOrders } from "../../store/demo-orders.ts";
import { firstConversationMs, knownConversations } from "../../store/history.ts";
import { demoShop } from "../../store/seed.ts";
import { seededRandom } from "../../store/seed/random.ts";
import { createShop } from "../../store/shop.ts";
import { createUser } from "../../store/users.ts";
import { openNluResources } from "../nlu-resources.ts";
import { readProjectSource } from "../project-source.ts";
import { CustomerWords, type Knowledge } from "./customer-words.ts";
import { holdConversation, type Scene } from "./hold-conversation.ts";
import { FIRST_HOUR, firstCustomerId, HISTORY_DAYS, planHistory, type PlannedConversation } from "./plan.ts";
import { type Agent, Talk, type TalkWorld } from "./talk.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Conversations that are had at the same time: the database works while the bot thinks. */
const AT_ONCE = 6;
const AGENTS = ["Mia Berger", "Noah Klein", "Lea Fontaine", "Omar Yilmaz"];

/** Who asked for a person then is given to one by the plan, not by the bot. */
const NOBODY: Desk = {
	reception: async () => ({ takesConversations: false, nextOpeningAtMs: null }),
};
/** The shop's actions call no other server. */
const NO_HTTP: HttpPort = {
	request: async ({ url }) => {
		throw new Error(`An action called ${url}.`);
	},
};

export interface HistoryOptions {
	/** The same gives the same conversations. */
	readonly seed: number;
	readonly conversations: number;
	readonly nowMs: number;
	/** Of the shipped assistant. */
	readonly project: string;
	readonly modelFile: string;
	/** Told how far it is, in [0, 1]. */
	readonly onProgress: (share: number) => void;
}

/** @returns how many conversations were added; those that are there stay as they are */
export async function seedHistory(
	db: Database,
	options: HistoryOptions,
): Promise<{ readonly conversations: number; readonly entries: number }> {
	const { seed, onProgress } = options;
	const begunMs = await firstConversationMs(db, firstCustomerId(seed));
	const today = options.nowMs - (options.nowMs % DAY_MS);
	const firstDayMs = begunMs === null ? today - HISTORY_DAYS * DAY_MS : begunMs - FIRST_HOUR * HOUR_MS;
	const plan = planHistory(seed, options.conversations, firstDayMs);
	const known = await knownConversations(
		db,
		plan.map(({ id }) => id),
	);
	const missing = plan.filter(({ id }) => !known.has(id));
	if (missing.length === 0) return { conversations: 0, entries: 0 };
	const world = await openWorld(db, { ...options, untilMs: firstDayMs + HISTORY_DAYS * DAY_MS });
	const agents = await seedAgents(db, seed, firstDayMs);
	let [done, entries] = [0, 0];
	const queue = missing.values();
	const work = async (): Promise<void> => {
		for (const planned of queue) {
			const gained = await hold(db, planned, { ...world, agents });
			entries += gained;
			done += 1;
			onProgress(done / missing.length);
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, work));
	return { conversations: done, entries };
}

interface World {
	readonly talk: Omit<TalkWorld, "random">;
	readonly words: CustomerWords;
	readonly orders: readonly Knowledge[];
}

async function openWorld(
	db: Database,
	{ project, modelFile, nowMs, untilMs }: HistoryOptions & Pick<TalkWorld, "untilMs">,
): Promise<World> {
	const source = await readProjectSource(project);
	const { nlu, dialogue } = loadProject(source);
	const resources = await openNluResources();
	const model = decodeModelFile(readFileSync(modelFile));
	const assistant = loadAssistant({ ...model.header, arrays: model.arrays });
	const shop = createShop(db);
	const shown = new Set<string>(Object.values(demoOrders).map(({ number }) => number));
	return {
		talk: {
			untilMs,
			assistant,
			interpreter: loadInterpreter(model, resources),
			actions: (clock) => pastActions({ shop, desk: NOBODY, http: NO_HTTP }, clock),
		},
		words: new CustomerWords(nlu.examples, dialogue.languages.fallback),
		// those that the README speaks of are left as they are
		orders: demoShop(nowMs)
			.orders.filter(({ number }) => !shown.has(number))
			.map(({ number, email }) => ({ order_number: number, email })),
	};
}

/** The shipped assistant's actions, run on the day that it then was. */
function pastActions(ports: ShopPorts, nowMs: () => number): ActionRunner {
	const byName = new Map(shopActions.map((action) => [action.name, action]));
	return {
		async run(call) {
			const action = byName.get(call.name);
			if (action === undefined) throw new ActionFailed(call.name, "failed", `nobody runs ${call.name}`);
			return action.run(actionContext(call, ports, nowMs()));
		},
	};
}

async function hold(
	db: Database,
	planned: PlannedConversation,
	{ talk: world, words, orders, agents }: World & Pick<Scene, "agents">,
): Promise<number> {
	const random = seededRandom(planned.seed);
	const talk = new Talk(planned, { ...world, random: () => random.int(2 ** 20) / 2 ** 20 });
	const knows = orders[planned.customer.orderPlace % orders.length] ?? { order_number: "A-10020", email: "" };
	await holdConversation(talk, { planned, random, words, knows, agents });
	const { flush } = talk;
	const result = await flushConversation(db, flush);
	if (result.status !== "stored") throw new Error(`Somebody else writes conversation ${planned.id}.`);
	return flush.entries.length;
}

/** People who answer: accounts without a password and without a role, so that nobody can come in by them. */
async function seedAgents(db: Database, seed: number, nowMs: number): Promise<[Agent, ...Agent[]]> {
	const agents = AGENTS.map((name, place): Agent => {
		const random = seededRandom(seed * 97 + place);
		return {
			name,
			id: uuidV7(
				0,
				Uint8Array.from({ length: 10 }, () => random.int(256)),
			),
		};
	});
	for (const { id, name } of agents)
		await createUser(db, {
			id,
			name,
			email: `${name.toLowerCase().replace(" ", ".")}.${seed}@example.com`,
			passwordHash: null,
			isPasswordLong: false,
			isVerified: true,
			roleNames: [],
			nowMs,
		});
	const [first, ...others] = agents;
	if (first === undefined) throw new Error("nobody answers");
	return [first, ...others];
}
