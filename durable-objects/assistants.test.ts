import { test } from "vitest";
import { trainProject } from "../dialogue/train-project.ts";
import type { LogEvent } from "../observability/log-event.ts";
import { errorText } from "../observability/scrub.ts";
import { StoreUnavailable } from "../store/failures.ts";
import type { StoredModel } from "../store/models.ts";
import { AssistantUnavailable } from "./assistant-unavailable.ts";
import { ACTIVE_FOR_MS, Assistants } from "./assistants.ts";
import type { AssistantWorld } from "./assets-world.ts";
import { loadModel } from "./loaded-assistant.ts";

function trained(greeting: string): Uint8Array {
	const text = `
language: de
pipeline: [{name: WhitespaceTokenizer}]
policies: [{name: RulePolicy}]
intents: [greet]
responses: {utter_hi: [{text: ${greeting}}]}
rules: [{rule: r, steps: [{intent: greet}, {action: utter_hi}]}]
`;
	return trainProject({ training: [{ path: "bot.yml", text }], tests: [], beside: [] }, { seed: 1 }).bytes;
}
const RELEASE = trained("the release");
const RELEASE_ID = loadModel(RELEASE).modelId;

function storedModel(file: Uint8Array, n: number): StoredModel {
	const { modelId, assistantId } = loadModel(file);
	const [id, fileName] = [`id-${n}`, `bot-${n}.caremodel`];
	return { id, modelId, assistantId, fileName, bytes: file.length, pieces: 1 };
}
function published(n: number) {
	const file = trained(`published ${n}`);
	return { file, model: storedModel(file, n) };
}
const [one, two, three, four, five] = [published(1), published(2), published(3), published(4), published(5)];
const [first, second, third, fourth, fifth] = [one.model, two.model, three.model, four.model, five.model];

/** An isolate whose Postgres, clock and release are the test's. */
function isolate() {
	const state = {
		nowMs: 1_000_000,
		active: null as StoredModel | null,
		isAway: false,
		isReleaseGone: false,
		kept: new Map([one, two, three, four, five].map(({ model, file }) => [model, file])),
		asked: [] as string[],
		reported: [] as string[],
		logged: [] as LogEvent[],
	};
	const reach = (what: string): void => {
		state.asked.push(what);
		if (state.isAway) throw new StoreUnavailable("postgres", "it cannot be reached");
	};
	const world: AssistantWorld = {
		assets: { fetch: () => Promise.reject(new Error("nothing is fetched here")) },
		waitUntil: () => undefined,
		report: (error, { event }) => state.reported.push(`${event}: ${errorText(error)}`),
		log: (event) => state.logged.push(event),
		models: {
			active: async () => {
				reach("active");
				return state.active;
			},
			find: async (modelId) => {
				reach("find");
				return [...state.kept.keys()].find((model) => model.modelId === modelId) ?? null;
			},
			read: async (model) => {
				reach(`read ${model.id}`);
				return state.kept.get(model) ?? null;
			},
		},
	};
	const assistants = new Assistants({
		nowMs: () => state.nowMs,
		shipped: async () => {
			if (state.isReleaseGone) throw new AssistantUnavailable();
			return loadModel(RELEASE);
		},
		open: async (file) => loadModel(file),
	});
	const current = async (): Promise<string> => (await assistants.current(world)).modelId;
	const of = async (modelId: string | null): Promise<string> => (await assistants.of(modelId, world)).modelId;
	return { state, world, assistants, current, of };
}

test("[PM1] a published model answers new conversations everywhere within the time, and Postgres is asked once in it", async ({
	expect,
}) => {
	const { state, world, assistants, current } = isolate();
	expect(await current()).toBe(RELEASE_ID);
	state.active = first;
	state.nowMs += ACTIVE_FOR_MS - 1;
	expect(await current()).toBe(RELEASE_ID);
	state.nowMs += 1;
	expect([await current(), await current()]).toEqual([first.modelId, first.modelId]);
	expect(state.asked).toEqual(["active", "active", "read id-1"]);
	expect((await assistants.current(world)).fileName).toBe("bot-1.caremodel");
	state.active = { ...first, fileName: "again.caremodel" };
	assistants.forgetActive();
	expect((await assistants.current(world)).fileName, "the same file under another name").toBe(
		"again.caremodel",
	);
	// the isolate that published looks at once
	state.active = null;
	assistants.forgetActive();
	expect(await current()).toBe(RELEASE_ID);
	expect(await assistants.current(world)).not.toHaveProperty("fileName");
});

test("[PM2] a conversation goes on with the model that it began with, while that can be loaded", async ({
	expect,
}) => {
	const { state, of } = isolate();
	state.active = second;
	expect(await of(null)).toBe(second.modelId);
	expect([await of(first.modelId), await of(RELEASE_ID)]).toEqual([first.modelId, RELEASE_ID]);
	// of an older release, or dropped: the current one goes on
	expect(await of("no-longer-there")).toBe(second.modelId);
	state.kept.delete(third);
	expect(await of(third.modelId)).toBe(second.modelId);
	expect(state.reported).toEqual([]);
});

test("[PM3] a published model that can't be loaded answers nobody: the release does, it is told once, and tried again later", async ({
	expect,
}) => {
	const { state, current, of } = isolate();
	state.active = first;
	state.kept.set(first, RELEASE.slice(0, 500));
	expect(await Promise.all([current(), current(), of(first.modelId)])).toEqual([
		RELEASE_ID,
		RELEASE_ID,
		RELEASE_ID,
	]);
	state.nowMs += 30_000;
	expect(await current()).toBe(RELEASE_ID);
	expect(state.reported).toEqual([expect.stringMatching(/^assistant\.failed: ModelFileError/)]);
	state.kept.set(first, one.file);
	state.nowMs += 30_001;
	expect(await current()).toBe(first.modelId);
	// and one that is whole needs no release
	state.isReleaseGone = true;
	expect(await of(first.modelId)).toBe(first.modelId);
});

test("[PM4] with Postgres away what is known goes on, in a cold isolate the release, and a log line says so", async ({
	expect,
}) => {
	const cold = isolate();
	cold.state.isAway = true;
	expect([await cold.current(), await cold.of(first.modelId)]).toEqual([RELEASE_ID, RELEASE_ID]);
	const warm = isolate();
	warm.state.active = first;
	expect(await warm.current()).toBe(first.modelId);
	warm.state.isAway = true;
	warm.state.nowMs += ACTIVE_FOR_MS;
	expect(await warm.current()).toBe(first.modelId);
	expect(warm.state.logged).toEqual([expect.objectContaining({ event: "part.away", part: "postgres" })]);
	expect([...cold.state.reported, ...warm.state.reported]).toEqual([]);
});

test("[PM5] where nothing can be published Postgres is not asked; an isolate keeps three published models", async ({
	expect,
}) => {
	const { state, world, assistants, of } = isolate();
	state.active = first;
	const closed = { ...world, models: null };
	expect((await assistants.of(first.modelId, closed)).modelId).toBe(RELEASE_ID);
	expect(state.asked).toEqual([]);
	for (const { modelId } of [second, third, fourth, fifth]) expect(await of(modelId)).toBe(modelId);
	state.asked.length = 0;
	for (const { modelId } of [fifth, fourth, third, second]) expect(await of(modelId)).toBe(modelId);
	expect(state.asked.filter((what) => what.startsWith("read"))).toEqual(["read id-2"]);
});

test("[PM6] nobody answers when the release is gone and nothing is published", async ({ expect }) => {
	const { state, current } = isolate();
	state.isReleaseGone = true;
	await expect(current()).rejects.toThrow(AssistantUnavailable);
});
