import { test } from "vitest";
import { assistantOf, UNSURE } from "../../dialogue/testing/bot.ts";
import { seededRandom } from "../../store/seed/random.ts";
import { CustomerWords } from "./customer-words.ts";
import { holdConversation } from "./hold-conversation.ts";
import { Talk } from "./talk.ts";

const HOUR_MS = 3_600_000;
/** A Saturday's midnight: who asks for a person on the evening before is answered on Monday. */
const UNTIL_MS = Date.UTC(2026, 10, 28);
const AGENT = { id: "a1", name: "Mia Berger" };

test("[SD6] nothing comes after the history's end, and nobody is left in its queue", async ({ expect }) => {
	const assistant = assistantOf({
		"domain.yml": "intents: [greet, talk_to_person, thank]\nresponses:\n  utter_hello:\n  - text: Hello",
		"rules.yml": "rules:\n- rule: hello\n  steps:\n  - intent: greet\n  - action: utter_hello",
	});
	const talks = Array.from({ length: 200 }, async (_, seed) => {
		const isLate = seed % 2 === 0;
		const planned = {
			id: `c${seed}`,
			customer: { id: "v1", language: "en", channel: "chat", orderPlace: 0 },
			startMs: UNTIL_MS - (isLate ? 4 * 60_000 : 12 * HOUR_MS),
			concerns: seed % 3 === 0 ? ["greet"] : ["greet", "talk_to_person"],
			seed,
		};
		const random = seededRandom(seed);
		const talk = new Talk(planned, {
			assistant,
			interpreter: UNSURE,
			actions: () => ({ run: async () => ({ events: [], responses: [] }) }),
			random: () => 0,
			untilMs: UNTIL_MS,
		});
		const words = new CustomerWords([], "en");
		await holdConversation(talk, {
			planned,
			random,
			words,
			knows: { order_number: "A-1", email: "" },
			agents: [AGENT],
		});
		return talk.flush;
	});
	const flushes = await Promise.all(talks);
	expect(Math.max(...flushes.flatMap(({ entries }) => entries.map(({ atMs }) => atMs)))).toBeLessThan(
		UNTIL_MS + 1_800,
	);
	expect(flushes.filter(({ conversation }) => conversation.owner === "queue")).toEqual([]);
	expect(
		flushes.filter(({ conversation }) => conversation.desk?.status === "resolved").length,
	).toBeGreaterThan(20);
	expect(flushes.every(({ entries }) => entries.length > 0)).toBe(true);
	const reasons = flushes.flatMap(({ entries }) =>
		entries.flatMap(({ event }) =>
			Object.entries(event ?? {}).flatMap(([name, value]) => (name === "handoff" ? [value] : [])),
		),
	);
	expect(new Set(reasons), "here the bot never says that it did not understand").toEqual(new Set(["asked"]));
});
