/** What the NLU data names and the domain doesn't know: intents, entities, their roles and groups, once each (SPEC VA2). */
import type { FaultList, SourcePosition } from "../project/fault.ts";
import { nearestName } from "./nearest-name.ts";
import { textList } from "./project/domain-parts.ts";
import type { DialogueProject } from "./read-project.ts";

/** The intents and entities of the NLU data, as far as the dialogue must know them. */
export interface NluNames {
	readonly examples: readonly {
		readonly intent: string;
		readonly entities: readonly NamedEntity[];
		readonly position: SourcePosition;
	}[];
}

interface NamedEntity {
	readonly entity: string;
	readonly role?: string | null;
	readonly group?: string | null;
}

/** Warnings, as in Rasa: the model learns what the dialogue never asks for. */
export function checkNluNames(project: DialogueProject, nlu: NluNames, faults: FaultList): void {
	const { domain } = project;
	const seen = new Set<string>();
	const first = (name: string): boolean => !seen.has(name) && seen.add(name).has(name);
	for (const example of nlu.examples) {
		const intent = example.intent.split("/", 1)[0] ?? "";
		if (!domain.intents.has(intent) && first(`intent ${intent}`))
			faults.warning(
				"unknown_intent",
				example.position,
				`Intent ${intent} has examples and is not in the domain. Add it to intents${nearestName(intent, domain.intents.keys())}.`,
			);
		for (const named of example.entities) {
			const { entity } = named;
			if (domain.entities.has(entity)) {
				for (const fault of unknownLabels(project, named))
					if (first(fault.message)) faults.warning(fault.code, example.position, fault.message);
			} else if (first(`entity ${entity}`))
				faults.warning(
					"unknown_entity",
					example.position,
					`Entity ${entity} is annotated and not in the domain. Add it to entities${nearestName(entity, domain.entities)}.`,
				);
		}
	}
}

/** Without being listed a role or a group never enters the dialogue's state: stories can't tell it. */
function unknownLabels(
	{ parts }: DialogueProject,
	{ entity, role, group }: NamedEntity,
): { readonly code: string; readonly message: string }[] {
	const node = parts.entities.get(entity)?.node ?? null;
	return [["role", role, "roles"] as const, ["group", group, "groups"] as const].flatMap(
		([kind, label, key]) => {
			if (label === null || label === undefined) return [];
			const listed = textList(node?.get(key) ?? null);
			if (listed.includes(label)) return [];
			const hint = nearestName(label, listed);
			const message = `Entity ${entity} is annotated with the ${kind} ${label}, which the domain doesn't list. Add it to ${key} of ${entity}${hint}.`;
			return [{ code: `unknown_${kind}`, message }];
		},
	);
}
