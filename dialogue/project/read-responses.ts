import type { JsonValue } from "../../contracts/parse-data.ts";
import type { FaultList } from "../../project/fault.ts";
import type { YamlNode } from "../../project/yaml-node.ts";
import type { DomainSpec, ResponseVariation } from "../domain.ts";
import { jsonOf, type DomainPart } from "./domain-parts.ts";

/** A response with its variations, in the default language. */
export function readResponse(
	{ name, node, position }: DomainPart,
	faults: FaultList,
): DomainSpec["responses"][number] {
	const items = node?.items() ?? null;
	if (items === null) {
		faults.error(
			"response_shape",
			position,
			`Response ${name}: expected a list of variations, each with "- text: …" or "- custom: …".`,
		);
		return { name, variations: [] };
	}
	if (items.length === 0)
		faults.warning(
			"response_says_nothing",
			position,
			`Response ${name} has no variation: nothing would be said. Write "- text: …" under it.`,
		);
	return { name, variations: items.flatMap((item) => readVariation(name, item, faults) ?? []) };
}

const SAYS_SOMETHING = ["text", "custom", "image", "buttons", "attachment", "elements", "quick_replies"];

function readVariation(name: string, node: YamlNode, faults: FaultList): ResponseVariation | null {
	const text = node.string();
	if (text !== null) return { content: { text }, channel: null, condition: null };
	const entries = node.entries();
	if (entries === null) {
		faults.error(
			"response_shape",
			node.position,
			`Response ${name}: expected "- text: …", found a ${node.kind}.`,
		);
		return null;
	}
	if (!entries.some((entry) => SAYS_SOMETHING.includes(entry.key)))
		faults.error(
			"response_says_nothing",
			node.position,
			`Response ${name}: this variation has neither text nor custom, image or buttons. Write what shall be said.`,
		);
	const content = entries.map((entry): [string, JsonValue] => [entry.key, jsonOf(entry.value)]);
	const conditions = node.get("condition")?.items() ?? null;
	return {
		content: Object.fromEntries(content),
		channel: node.get("channel")?.string() ?? null,
		condition:
			conditions === null
				? null
				: conditions.map((item) => ({
						name: item.get("name")?.string() ?? "",
						value: jsonOf(item.get("value")),
					})),
	};
}
