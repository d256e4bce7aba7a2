const WITH_VALUE = /\[(?<text>[^\][]+)\]\((?<entity>[^:)[]+):(?<value>[^)}[]+)\)/gu;

/** `[text](entity:value)` in its form of today: `[text]{"entity": "entity", "value": "value"}`. */
export function renewAnnotations(example: string): string {
	return example.replaceAll(
		WITH_VALUE,
		(_all, text: string, entity: string, value: string) =>
			`[${text}]{"entity": ${JSON.stringify(entity)}, "value": ${JSON.stringify(value)}}`,
	);
}
