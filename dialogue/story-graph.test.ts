import { test } from "vitest";
import { FaultList } from "../project/fault.ts";
import { storyGraph, type StoryGraph } from "./story-graph.ts";
import { buildProject } from "./testing/bot.ts";
import { generateTrackers } from "./training/generate-trackers.ts";

function graphOf(data: string): StoryGraph {
	const { project } = buildProject({
		"config.yml": "policies: [{name: RulePolicy}]",
		"domain.yml": `
			intents: [greet, ask, bye]
			entities: [city]
			slots: {town: {type: text, mappings: [{type: from_entity, entity: city}]}, likes: {type: bool, mappings: [{type: custom}]}}
			forms: {trip: {required_slots: [town]}}
			actions: [act]
			responses: {utter_hi: [{text: hi}], utter_bye: [{text: bye}]}`,
		"data.yml": data,
	});
	const trackers = (steps: typeof project.stories) =>
		generateTrackers(steps, project.domain, new FaultList());
	return storyGraph(trackers(project.stories), trackers(project.rules), project.domain);
}
const paths = ({ nodes, edges }: StoryGraph): string[] =>
	edges.map(({ from, to, label }) => {
		const name = (id: number): string => nodes[id]?.label ?? "";
		return `${name(from)} -${label}-> ${name(to)}`;
	});

test("[GR1] stories share the steps that two steps lead to", ({ expect }) => {
	const graph = graphOf(`
		stories:
		- story: one
		  steps: [{intent: greet}, {action: utter_hi}, {intent: bye}, {action: utter_bye}]
		- story: two
		  steps: [{intent: ask}, {action: act}, {intent: greet}, {action: utter_hi}]`);
	expect(paths(graph)).toEqual([
		"a conversation begins --> greet",
		"greet --> utter_hi",
		"utter_hi --> bye",
		"bye --> utter_bye",
		"a conversation begins --> ask",
		"ask --> act",
		"act --> greet",
		"greet --> utter_hi",
	]);
	const shared = graph.nodes.find(({ label }) => label === "utter_hi");
	expect(shared).toMatchObject({ kind: "answer", isEnd: true });
	expect(shared?.places.map(({ name, line }) => [name, line])).toEqual([
		["one", 2],
		["two", 4],
	]);
	expect(graph.nodes.filter(({ isEnd }) => isEnd).map(({ label }) => label)).toEqual([
		"utter_hi",
		"utter_bye",
	]);
});

test("[GR2] rules begin at any time, or at the beginning, and share only what begins alike", ({ expect }) => {
	const graph = graphOf(`
		rules:
		- rule: one
		  steps: [{intent: greet}, {action: utter_hi}]
		- rule: two
		  conversation_start: true
		  steps: [{intent: ask}, {action: act}, {action: utter_hi}]`);
	expect(paths(graph)).toEqual([
		"at any time --> greet",
		"greet --> utter_hi",
		"a conversation begins --> ask",
		"ask --> act",
		"act --> utter_hi",
	]);
});

test("[GR3] forms, slots and entities are told", ({ expect }) => {
	const graph = graphOf(`
		stories:
		- story: one
		  steps: [{intent: ask, entities: [{city: Rome}]}, {action: trip}, {active_loop: trip}, {slot_was_set: [{likes: true}]}, {active_loop: null}, {action: act}]`);
	expect(paths(graph)).toEqual([
		"a conversation begins --> ask (city)",
		"ask (city) -town set-> trip",
		"trip -in trip, likes = true, form ends-> act",
	]);
	expect(graph.nodes.map(({ kind }) => kind)).toEqual(["start", "message", "form", "action"]);
});
