import type { InboxPorts } from "./inbox-ports.ts";
import type { InboxStore } from "./inbox-store.ts";

/** Lines of one page of the load. */
const PAGE = 1_000;
const FIRST_ID = "00000000-0000-0000-0000-000000000000";

/** Fills an inbox whose storage is new, or gone, from Postgres. Reports that come meanwhile are newer, and stay. */
export class InboxBuilder {
	readonly #team: string;
	readonly #store: InboxStore;
	readonly #ports: InboxPorts;
	#building: Promise<boolean> | null = null;

	constructor(team: string, store: InboxStore, ports: InboxPorts) {
		this.#team = team;
		this.#store = store;
		this.#ports = ports;
	}

	/** @returns false while Postgres is away */
	async build(): Promise<boolean> {
		if (this.#store.isBuilt) return true;
		this.#building ??= this.#fill().finally(() => {
			this.#building = null;
		});
		return this.#building;
	}

	async #fill(): Promise<boolean> {
		try {
			const [settings, hours] = await Promise.all([this.#ports.settings(this.#team), this.#ports.hours()]);
			this.#store.keepSettings(settings);
			this.#store.keepHours(hours);
			let afterId = FIRST_ID;
			for (;;) {
				// pages come in order
				const page = await this.#ports.archived(afterId, PAGE);
				const unknown = page.filter(({ report }) => !this.#store.rows.has(report.id));
				this.#store.put(unknown.map((row) => ({ ...row, place: null, isOverdue: false })));
				for (const { report, facts } of page) {
					const row = this.#store.rows.get(report.id);
					if (row !== undefined && row.report !== report) this.#store.put([{ ...row, facts }]);
				}
				const last = page.at(-1);
				if (last === undefined || page.length < PAGE) break;
				afterId = last.report.id;
			}
			this.#store.built();
			return true;
		} catch (error) {
			this.#ports.report(error);
			return false;
		}
	}
}
