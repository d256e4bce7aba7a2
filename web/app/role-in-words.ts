/** `bot_developer` as people write it. */
export function roleInWords(name: string): string {
	const words = name.replaceAll("_", " ");
	return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** What somebody is at the desk; everybody is a customer besides. */
export function rolesInWords(names: readonly string[]): string {
	const own = names.filter((name) => name !== "customer");
	return (own.length === 0 ? names : own).map(roleInWords).join(", ");
}
