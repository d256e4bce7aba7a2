import type { InboxServerFrame } from "../../../contracts/inbox.ts";
import type { NoticeKind } from "../../../contracts/notices.ts";
import type { NotificationSettings } from "../../../contracts/own-settings.ts";
import type { Elsewhere } from "./own-tabs.ts";

export type NoticeFrame = Extract<InboxServerFrame, { type: "notice" }>;

/** Where notices go, and what decides whether they do. */
export interface NotifierPorts {
	/** What the agent wants to hear of; null until that is known. */
	readonly settings: () => NotificationSettings | null;
	/** Somebody looks at the page. */
	readonly isSeen: () => boolean;
	/** What other tabs of the same agent have to do with it, while nobody looks at this one. */
	readonly elsewhere: () => Promise<Elsewhere>;
	/** The conversation that is open. */
	readonly openId: () => string | null;
	readonly show: (notice: NoticeFrame) => void;
	readonly showOnDesktop: (notice: NoticeFrame) => void;
	readonly sound: () => void;
	/** A number in the title; 0 takes it away. */
	readonly badge: (count: number) => void;
}

/** Who comes back is not met by more than these. */
const MAX_KEPT = 3;

/** Tells an agent what they want to hear of, by the channels that they chose. */
export class Notifier {
	readonly #ports: NotifierPorts;
	#unseen = 0;
	/** Lines that nobody has looked at yet. */
	#kept: readonly NoticeFrame[] = [];

	constructor(ports: NotifierPorts) {
		this.#ports = ports;
	}

	async take(notice: NoticeFrame): Promise<void> {
		const { settings, isSeen, elsewhere, sound, showOnDesktop, badge } = this.#ports;
		const wanted = settings()?.[notice.kind];
		if (wanted === undefined) return;
		if (isSeen()) return this.#tellLooker(notice, wanted);
		const other = await elsewhere();
		if (other === "looks") return;
		// somebody may have come back meanwhile
		if (isSeen()) return this.#tellLooker(notice, wanted);
		if (wanted.page) this.#kept = [...this.#kept, notice].slice(-MAX_KEPT);
		if (wanted.badge) badge((this.#unseen += 1));
		if (other === "tells") return;
		if (wanted.sound) sound();
		if (wanted.desktop) showOnDesktop(notice);
	}

	/** What happens before one's eyes is not told. */
	#tellLooker(notice: NoticeFrame, wanted: NotificationSettings[NoticeKind]): void {
		if (this.#ports.openId() === notice.conversationId) return;
		if (wanted.sound) this.#ports.sound();
		if (wanted.page) this.#ports.show(notice);
	}

	/** Somebody looks at the page again. */
	looked(): void {
		const kept = this.#kept;
		this.lookedElsewhere();
		for (const notice of kept) this.#ports.show(notice);
	}

	/** What came is known: another tab of the same agent has shown it. */
	lookedElsewhere(): void {
		this.#kept = [];
		this.#unseen = 0;
		this.#ports.badge(0);
	}
}

const WORDS: Readonly<Record<NoticeKind, (who: string) => string>> = {
	assigned: (who) => `${who} is yours now.`,
	mention: (who) => `A note about ${who} mentions you.`,
	queue: (who) => `${who} waits for a person.`,
	reply: (who) => `${who} wrote.`,
};

/** A notice in words; `who` is the customer. */
export function noticeText(kind: NoticeKind, who: string): string {
	return WORDS[kind](who);
}
