/**
 * Stories and rules as one graph: what is said and done, and what comes after what. Steps that are reached by the same
 * two steps are one node, so that stories which share a stretch share it in the picture (SPEC GR1–GR3).
 */
import type { DialogueEvent } from "../contracts/dialogue-event.ts";
import type { Domain } from "./domain.ts";
import { ACTION_LISTEN, RULE_SNIPPET, SHOULD_NOT_BE_SET, UTTER_PREFIX } from "./names.ts";
import type { Place } from "./policies/prediction.ts";
import type { TrainingTracker } from "./training/generate-trackers.ts";

export type GraphNodeKind = "start" | "message" | "answer" | "form" | "action";

export interface GraphNode {
	readonly id: number;
	readonly kind: GraphNodeKind;
	readonly label: string;
	/** A story or rule may end here. */
	readonly isEnd: boolean;
	/** Stories and rules that come through here. */
	readonly places: readonly Place[];
}

export interface GraphEdge {
	readonly from: number;
	readonly to: number;
	/** Slots and forms that are set in between. */
	readonly label: string;
}

export interface StoryGraph {
	readonly nodes: readonly GraphNode[];
	readonly edges: readonly GraphEdge[];
}

/** Draws stories and rules, each kind from its own beginning. */
export function storyGraph(
	stories: readonly TrainingTracker[],
	rules: readonly TrainingTracker[],
	domain: Domain,
): StoryGraph {
	const builder = new GraphBuilder(domain);
	for (const story of stories) builder.add(story, "a conversation begins");
	for (const rule of rules)
		builder.add(rule, hasSnippetFirst(rule) ? "at any time" : "a conversation begins");
	return builder.build();
}

function hasSnippetFirst({ running }: TrainingTracker): boolean {
	const first = running.events.find((event) => event.event === "action" && event.name !== ACTION_LISTEN);
	return first?.event === "action" && first.name === RULE_SNIPPET;
}

interface MutableNode {
	readonly id: number;
	readonly kind: GraphNodeKind;
	readonly label: string;
	isEnd: boolean;
	readonly places: Map<string, Place>;
}

class GraphBuilder {
	readonly #domain: Domain;
	readonly #nodes = new Map<string, MutableNode>();
	readonly #edges = new Map<string, { from: number; to: number; labels: Set<string> }>();

	constructor(domain: Domain) {
		this.#domain = domain;
	}

	add({ running, place, isRule }: TrainingTracker, beginning: string): void {
		const world = isRule ? "rule" : "story";
		let current = this.#node(`${world} ${beginning}`, "start", beginning, place);
		// a rule is known by all of its steps, a story's step by the one before it
		let before = isRule ? beginning : "";
		let changes: string[] = [];
		for (const event of running.events) {
			const change = this.#changeOf(event);
			if (change !== null) changes.push(change);
			const step = this.#stepOf(event);
			if (step === null) continue;
			const key = `${world} ${before} > ${step.label}`;
			const next = this.#node(key, step.kind, step.label, place);
			this.#connect(current, next, changes);
			before = isRule ? `${before} > ${step.label} ${changes.join(", ")}` : step.label;
			current = next;
			changes = [];
		}
		current.isEnd = true;
	}

	build(): StoryGraph {
		return {
			nodes: [...this.#nodes.values()].map((node) => ({ ...node, places: [...node.places.values()] })),
			edges: [...this.#edges.values()].map(({ from, to, labels }) => ({
				from,
				to,
				label: [...labels].join(" / "),
			})),
		};
	}

	#node(key: string, kind: GraphNodeKind, label: string, place: Place): MutableNode {
		const known = this.#nodes.get(key);
		const node = known ?? { id: this.#nodes.size, kind, label, isEnd: false, places: new Map() };
		if (known === undefined) this.#nodes.set(key, node);
		node.places.set(`${place.file}:${place.line} ${place.name}`, place);
		return node;
	}

	#connect(from: MutableNode, to: MutableNode, changes: readonly string[]): void {
		const key = `${from.id} ${to.id}`;
		const edge = this.#edges.get(key) ?? { from: from.id, to: to.id, labels: new Set<string>() };
		if (changes.length > 0) edge.labels.add(changes.join(", "));
		this.#edges.set(key, edge);
	}

	#stepOf(event: DialogueEvent): { kind: GraphNodeKind; label: string } | null {
		if (event.event === "user") {
			const { intent, entities } = event.parse_data;
			const names = [...new Set((entities ?? []).map(({ entity }) => entity))].join(", ");
			const said = intent?.name ?? `“${event.text ?? ""}”`;
			return { kind: "message", label: names === "" ? said : `${said} (${names})` };
		}
		if (event.event !== "action" || event.name === ACTION_LISTEN || event.name === RULE_SNIPPET) return null;
		if (event.name === null) return { kind: "answer", label: `“${event.action_text ?? ""}”` };
		if (this.#domain.forms.has(event.name)) return { kind: "form", label: event.name };
		return { kind: event.name.startsWith(UTTER_PREFIX) ? "answer" : "action", label: event.name };
	}

	#changeOf(event: DialogueEvent): string | null {
		if (event.event === "active_loop")
			return event.name === null || event.name === SHOULD_NOT_BE_SET ? "form ends" : `in ${event.name}`;
		if (event.event !== "slot") return null;
		if (event.value === null || event.value === SHOULD_NOT_BE_SET) return `no ${event.name}`;
		return typeof event.value === "boolean" || typeof event.value === "number"
			? `${event.name} = ${event.value}`
			: `${event.name} set`;
	}
}
