import { test } from "vitest";
import { NotificationSettings } from "../../../contracts/own-settings.ts";
import { idOf } from "../../testing/inbox-rows.ts";
import type { Elsewhere } from "./own-tabs.ts";
import { Notifier, type NoticeFrame, noticeText } from "./notifier.ts";
import { WindowTitle } from "./window-title.ts";

const notice = (kind: NoticeFrame["kind"], digit = 1): NoticeFrame => ({
	type: "notice",
	kind,
	conversationId: idOf(digit),
	contactId: null,
	contactName: "Cleo",
	preview: "hello?",
});

function stage(chosen: unknown) {
	const heard: string[] = [];
	const at = { isSeen: true, openId: null as string | null, elsewhere: null as Elsewhere };
	let title = "";
	const windowTitle = new WindowTitle((text) => {
		title = text;
	});
	windowTitle.page("Inbox");
	const notifier = new Notifier({
		settings: () => (chosen === null ? null : NotificationSettings.parse(chosen)),
		isSeen: () => at.isSeen,
		elsewhere: async () => at.elsewhere,
		openId: () => at.openId,
		show: ({ kind, conversationId }) => heard.push(`page ${kind} ${Number(conversationId.slice(-2))}`),
		showOnDesktop: ({ kind }) => heard.push(`desktop ${kind}`),
		sound: () => heard.push("sound"),
		badge: (count) => windowTitle.count(count),
	});
	return { notifier, heard, at, title: () => title, windowTitle };
}

test("[DA20] each event is told by the channels that were chosen for it, and by no other", async ({
	expect,
}) => {
	const all = { page: true, desktop: true, sound: true, badge: true };
	const none = { page: false, desktop: false, sound: false, badge: false };
	const { notifier, heard, at, title } = stage({
		assigned: all,
		mention: none,
		queue: { ...none, sound: true },
	});
	for (const kind of ["assigned", "mention", "queue", "reply"] as const) await notifier.take(notice(kind));
	expect(heard, "reply as the product comes").toEqual(["sound", "page assigned 1", "sound", "page reply 1"]);
	heard.length = 0;
	at.isSeen = false;
	for (const kind of ["assigned", "mention", "queue"] as const) await notifier.take(notice(kind));
	expect(heard, "where nobody looks, the device says it").toEqual(["sound", "desktop assigned", "sound"]);
	expect(title()).toBe("(1) Inbox");
	const unknown = stage(null);
	await unknown.notifier.take(notice("assigned"));
	expect(unknown.heard).toEqual([]);
});

test("[DA20] what happens before one's eyes is not told", async ({ expect }) => {
	const { notifier, heard, at } = stage({});
	at.openId = idOf(1);
	await notifier.take(notice("reply", 1));
	await notifier.take(notice("reply", 2));
	expect(heard).toEqual(["page reply 2"]);
	at.isSeen = false;
	await notifier.take(notice("reply", 1));
	at.isSeen = true;
	notifier.looked();
	expect(heard, "an open page that nobody looks at is not seen").toEqual(["page reply 2", "page reply 1"]);
});

test("[DA20] who comes back finds the latest lines, and the number is gone, whichever page is open", async ({
	expect,
}) => {
	const { notifier, heard, at, title, windowTitle } = stage({});
	at.isSeen = false;
	for (const digit of [1, 2, 3, 4]) await notifier.take(notice("reply", digit));
	windowTitle.page("Contacts");
	expect([heard, title()]).toEqual([[], "(4) Contacts"]);
	at.isSeen = true;
	notifier.looked();
	expect(heard).toEqual(["page reply 2", "page reply 3", "page reply 4"]);
	expect(title()).toBe("Contacts");
	notifier.looked();
	expect(heard).toHaveLength(3);
	expect(noticeText("queue", "Cleo")).toBe("Cleo waits for a person.");
});

test("[DA20] of several tabs the one that is looked at tells; where none is, one tells the device", async ({
	expect,
}) => {
	const all = { page: true, desktop: true, sound: true, badge: true };
	const { notifier, heard, at, title } = stage({ reply: all });
	Object.assign(at, { isSeen: false, elsewhere: "looks" });
	await notifier.take(notice("reply", 1));
	expect([heard, title()]).toEqual([[], "Inbox"]);
	at.elsewhere = "tells";
	await notifier.take(notice("reply", 2));
	expect([heard, title()]).toEqual([[], "(1) Inbox"]);
	at.elsewhere = null;
	await notifier.take(notice("reply", 3));
	expect([heard, title()]).toEqual([["sound", "desktop reply"], "(2) Inbox"]);
	notifier.lookedElsewhere();
	at.isSeen = true;
	notifier.looked();
	expect([heard.slice(2), title()], "the other tab has shown them").toEqual([[], "Inbox"]);
	at.isSeen = false;
	const taken = notifier.take(notice("reply", 4));
	at.isSeen = true;
	await taken;
	expect(heard.slice(2), "who comes back meanwhile is told on the page").toEqual(["sound", "page reply 4"]);
});
