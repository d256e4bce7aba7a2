/** How a conversation goes: what the customer does next, when a person steps in, and what is thought of it in the end. */
import type { HandoffReason } from "../../contracts/desk-commands.ts";
import type { SeededRandom } from "../../store/seed/random.ts";
import type { CustomerWords, Knowledge } from "./customer-words.ts";
import { type PlannedConversation, weighted } from "./plan.ts";
import type { Agent, Talk } from "./talk.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Messages after which anybody gives up. */
const PATIENCE = 14;
/** When people of the company are there (UTC), Monday to Friday. */
const OPENS = 7;
const CLOSES = 17;

const GREETINGS = [
	"Hello, I am looking into this for you.",
	"Hi, thanks for waiting. Let me see.",
	"Good day! I have your order in front of me.",
] as const;
const ANSWERS = [
	"I have spoken with the carrier, the parcel arrives tomorrow.",
	"I have ordered a replacement, it leaves our warehouse today.",
	"The refund is on its way, it takes two working days.",
	"I have corrected that, you will get an e-mail in a minute.",
] as const;
const FAREWELLS = ["Is there anything else?", "Have a nice day!", "Thank you for your patience."] as const;

export interface Scene {
	readonly planned: PlannedConversation;
	readonly random: SeededRandom;
	readonly words: CustomerWords;
	readonly knows: Knowledge;
	readonly agents: readonly [Agent, ...Agent[]];
}

export async function holdConversation(talk: Talk, scene: Scene): Promise<void> {
	const { planned, random } = scene;
	const chance = (percent: number): boolean => random.int(100) < percent;
	let said = 0;
	if (chance(18)) said += await say(talk, scene, "greet");
	for (const concern of planned.concerns) {
		said += await say(talk, scene, concern);
		if (concern === "talk_to_person") return helpByPerson(talk, scene, "asked");
		if (talk.misunderstood >= 2) return helpByPerson(talk, scene, "failures");
		for (; talk.asked !== null && said < PATIENCE; said += 1) {
			// some leave in the middle of a form
			if (chance(7)) return judge(talk, scene);
			await answer(talk, scene, talk.asked);
			if (talk.misunderstood >= 2) return helpByPerson(talk, scene, "failures");
		}
		// the same again, in other words, after an hour or a day
		if (chance(4)) {
			talk.nowMs += chance(50) ? 2 * HOUR_MS + random.int(20 * HOUR_MS) : DAY_MS + random.int(DAY_MS);
			said += await say(talk, scene, concern);
		}
	}
	if (chance(5)) {
		await say(talk, scene, "talk_to_person");
		return helpByPerson(talk, scene, "asked");
	}
	if (chance(44)) await say(talk, scene, "thank");
	else if (chance(14)) await say(talk, scene, "goodbye");
	judge(talk, scene);
}

/** @returns how many messages that were */
async function say(talk: Talk, { planned, random, words, knows }: Scene, intent: string): Promise<number> {
	const { language } = planned.customer;
	talk.nowMs += 6_000 + random.int(50_000);
	await talk.say(words.say(random, intent, language, knows), { answerMs: 300 + random.int(1_500) });
	return 1;
}

/** Presses a button, or types what is asked for; now and then something that is of no use. */
async function answer(talk: Talk, { planned, random, words, knows }: Scene, slot: string): Promise<void> {
	const { language } = planned.customer;
	talk.nowMs += 4_000 + random.int(40_000);
	const answerMs = 300 + random.int(1_500);
	const buttons = talk.lastAnswer?.buttons ?? [];
	const button = buttons[random.int(Math.max(1, buttons.length))];
	if (button !== undefined && random.int(100) < 70)
		return talk.say(button.payload, { title: button.title, answerMs });
	const isOff = random.int(100) < 8;
	const text = isOff
		? words.say(random, "smalltalk", language, knows)
		: words.answer(random, slot, language, knows);
	return talk.say(text, { answerMs });
}

/** A person takes over when one is there, and stays until it is done. */
async function helpByPerson(talk: Talk, scene: Scene, reason: HandoffReason): Promise<void> {
	const { planned, random, words, knows, agents } = scene;
	const agent = agents[random.int(agents.length)] ?? agents[0];
	const waitMs = MINUTE_MS + random.int(random.pick([4, 12, 30]) * MINUTE_MS);
	const askedMs = talk.nowMs + 1_000;
	const takenMs = attendedFrom(askedMs) + waitMs;
	// nobody is left in a queue of the past, where no live conversation keeps a place
	if (takenMs >= talk.untilMs) return;
	talk.nowMs = askedMs;
	talk.handOver("queue", null, { reason: "handoff", handoff: reason });
	talk.nowMs = takenMs;
	talk.handOver("person", agent, { reason: "taken_over", by: { ...agent } });
	talk.nowMs += 15_000 + random.int(60_000);
	talk.write(agent, random.pick(GREETINGS));
	for (let turns = 1 + random.int(3); turns > 0; turns -= 1) {
		talk.nowMs += 20_000 + random.int(3 * MINUTE_MS);
		await talk.say(words.say(random, planned.concerns[0] ?? "inform", planned.customer.language, knows), {
			answerMs: 0,
		});
		talk.nowMs += 30_000 + random.int(5 * MINUTE_MS);
		talk.write(agent, random.pick(turns === 1 ? FAREWELLS : ANSWERS));
	}
	talk.nowMs += MINUTE_MS + random.int(10 * MINUTE_MS);
	// a few are still open, waiting for something
	if (random.int(100) < 6) return;
	const resolvedSeq = talk.resolve(agent);
	talk.nowMs += 10_000 + random.int(5 * MINUTE_MS);
	const isSlow = waitMs > 15 * MINUTE_MS;
	const rating = weighted(random, isSlow ? SLOW_RATINGS : RATINGS);
	if (random.int(100) < 38) talk.judge({ seq: resolvedSeq, csat: Number(rating) });
}

const RATINGS = [
	["5", 52],
	["4", 28],
	["3", 10],
	["2", 5],
	["1", 5],
] as const;
const SLOW_RATINGS = [
	["5", 22],
	["4", 26],
	["3", 22],
	["2", 15],
	["1", 15],
] as const;

/** Thumbs on the bot's last answer. */
function judge(talk: Talk, { random }: Scene): void {
	const answer = talk.lastAnswer;
	const percent = random.int(100);
	if (answer === null || percent >= 15) return;
	talk.nowMs += 3_000 + random.int(20_000);
	const isGood = talk.misunderstood === 0 && percent < 11;
	talk.judge({ seq: answer.seq, rating: isGood ? "up" : "down" });
}

/** The next instant at which people are there. */
function attendedFrom(nowMs: number): number {
	for (let atMs = nowMs; ; atMs = Math.floor(atMs / HOUR_MS) * HOUR_MS + HOUR_MS) {
		const date = new Date(atMs);
		const isWeekday = date.getUTCDay() >= 1 && date.getUTCDay() <= 5;
		if (isWeekday && date.getUTCHours() >= OPENS && date.getUTCHours() < CLOSES) return atMs;
	}
}
