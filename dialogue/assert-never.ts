/** Closes a union: a member that no case handles fails to compile. */
export function assertNever(value: never): never {
	throw new Error(`Unexpected value ${JSON.stringify(value)}`);
}
