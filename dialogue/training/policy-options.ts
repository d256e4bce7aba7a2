import type { YamlNode } from "../../project/yaml-node.ts";

/** A number of a policy's configuration; null where it says nothing. */
export function numberOption(options: YamlNode | null, key: string): number | null {
	const value = options?.get(key)?.scalar();
	return typeof value === "number" ? value : null;
}

/** A flag of a policy's configuration; null where it says nothing. */
export function booleanOption(options: YamlNode | null, key: string): boolean | null {
	const value = options?.get(key)?.scalar();
	return typeof value === "boolean" ? value : null;
}

/** How many states a policy looks back; null for all of them. */
export function historyOption(options: YamlNode | null): number | null {
	return (
		numberOption(options?.get("featurizer")?.items()?.[0] ?? null, "max_history") ??
		numberOption(options, "max_history")
	);
}
