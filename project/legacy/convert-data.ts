import { isMap, isScalar } from "yaml";
import type { OldConstructs } from "./old-construct.ts";
import { actionName } from "./old-names.ts";
import { itemsOf, keyOf, pairOf, pairsOf, textOf, type YamlFile } from "./yaml-file.ts";

/** Renews stories, rules and responses of a YAML file of Rasa 2.x. */
export function convertData(file: YamlFile, found: OldConstructs): void {
	for (const key of ["stories", "rules"])
		for (const story of itemsOf(pairOf(file.root, key)?.value))
			for (const part of ["condition", "steps"])
				for (const step of itemsOf(pairOf(story, part)?.value)) convertStep(file, step, found);
	for (const response of pairsOf(pairOf(file.root, "responses")?.value)) {
		const name = keyOf(response);
		if (!name.includes("/") || name.startsWith("utter_") || !isScalar(response.key)) continue;
		found.done(
			"rasa_1_response_name",
			file.at(response),
			`Response ${name}: a response's name begins with utter_. Write utter_${name}.`,
		);
		response.key.value = `utter_${name}`;
		file.touch();
	}
}

function convertStep(file: YamlFile, step: unknown, found: OldConstructs): void {
	const action = pairOf(step, "action");
	const name = textOf(action?.value);
	if (isScalar(action?.value) && name !== null && actionName(name) !== name) {
		found.done(
			"rasa_1_action_name",
			file.at(action),
			`The action ${name} has another name now. Write ${actionName(name)}.`,
		);
		action.value.value = actionName(name);
		file.touch();
	}
	const form = pairOf(step, "form");
	if (form === null || !isMap(step)) return;
	found.done("rasa_1_form_step", file.at(form), `A step "form:" belongs to Rasa 1.x. Write "active_loop:".`);
	// `form: {name: x}` and `form: x` were both written
	const value = isMap(form.value) ? pairOf(form.value, "name")?.value : form.value;
	const loop = textOf(value);
	if (isScalar(form.key)) form.key.value = "active_loop";
	form.value = file.node(loop === "null" ? null : loop);
	file.touch();
}
