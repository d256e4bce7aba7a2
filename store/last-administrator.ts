/** The last administrator stays: without one nobody could make one, but by the command line. */
import { StoreFault } from "./failures.ts";

/** What was asked would leave no administrator who can sign in. Nothing of it was done. */
export class LastAdministrator extends Error {
	constructor() {
		super("This is the last administrator: make somebody else one first.");
		this.name = "LastAdministrator";
	}
}

/** SQLSTATE of the triggers that keep one: migration administrator-stays. */
const LAST_ADMINISTRATOR = "CA001";

/** Waits for a statement that may take an administrator away. @throws LastAdministrator when it would take the last one */
export async function keepingAnAdministrator<Result>(statement: Promise<Result>): Promise<Result> {
	try {
		return await statement;
	} catch (error) {
		if (error instanceof StoreFault && error.code === LAST_ADMINISTRATOR) throw new LastAdministrator();
		throw error;
	}
}
