import { defineAction, defineFormValidation } from "../../../dialogue/action-sdk.ts";
import type { HttpPort } from "../../../dialogue/http-port.ts";
import type { ProjectDomain } from "./domain-types.ts";

type Branch = NonNullable<ProjectDomain["slots"]["branch"]>;

/** What the actions need from the world, in their own words. The host implements it; a test writes it by hand. */
export interface LibraryPorts {
	readonly database: {
		/** Once for a key, however often it is called. False when all copies are lent. */
		reserve(wish: { book: string; branch: Branch; untilMs: number; key: string }): Promise<boolean>;
	};
	/** The Worker's own: bounded in time and size, and never into our own network. */
	readonly http: HttpPort;
}

const CATALOGUE = "https://catalogue.example.org/search?title=";
const DAYS_KEPT = 5;
const DAY_MS = 86_400_000;
const BRANCHES = ["north", "harbour"] as const;

/** A form asks for words; what a button or a program sends may be anything. */
function textOf(value: unknown): string {
	return typeof value === "string" ? value : JSON.stringify(value);
}

const validateForm = defineFormValidation<LibraryPorts, ProjectDomain>({
	form: "reserve_form",
	validators: {
		/** The title as the catalogue spells it; what it does not know is kept as it was said. */
		async book(value, { ports }) {
			const title = textOf(value).trim();
			const { body } = await ports.http.request({ url: CATALOGUE + encodeURIComponent(title) });
			const first = Array.isArray(body) ? body[0] : null;
			return { value: typeof first === "string" ? first : title };
		},
		branch(value) {
			const branch = BRANCHES.find((one) => one === textOf(value).toLowerCase());
			if (branch !== undefined) return { value: branch };
			const values = { branch: textOf(value) };
			return { value: null, responses: [{ response: "utter_unknown_branch", values }] };
		},
	},
});

const reserveBook = defineAction<LibraryPorts, ProjectDomain>({
	name: "action_reserve_book",
	async run({ tracker, ports, nowMs, idempotencyKey, language }) {
		const { book, branch } = tracker.slots;
		if (book === null || branch === null) return { events: [], responses: [] };
		const untilMs = nowMs + DAYS_KEPT * DAY_MS;
		const isReserved = await ports.database.reserve({ book, branch, untilMs, key: idempotencyKey });
		if (!isReserved) return { events: [], responses: [{ response: "utter_not_there", values: { book } }] };
		const until = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(untilMs);
		return {
			events: [{ event: "slot", name: "book", value: null }],
			responses: [{ response: "utter_reserved", values: { book, branch, until } }],
		};
	},
});

export const libraryActions = [validateForm, reserveBook];
