import { test } from "vitest";
import { NotificationSettings } from "../../../contracts/own-settings.ts";
import { idOf } from "../../testing/inbox-rows.ts";
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
	const at = { isSeen: true, openId: null as string | null };
	let title = "";
	const windowTitle = new WindowTitle((text) => {
		title = text;
	});
	windowTitle.page("Inbox");
	const notifier = new Notifier({
		settings: () => (chosen === null ? null : NotificationSettings.parse(chosen)),
		isSeen: () => at.isSeen,
		openId: () => at.openId,
		show: ({ kind, conversationId }) => heard.push(`page ${kind} ${Number(conversationId.slice(-2))}`),
		showOnDesktop: ({ kind }) => heard.push(`desktop ${kind}`),
		sound: () => heard.push("sound"),
		badge: (count) => windowTitle.count(count),
	});
	return { notifier, heard, at, title: () => title, windowTitle };
}

test("[DA20] each event is told by the channels that were chosen for it, and by no other", ({ expect }) => {
	const all = { page: true, desktop: true, sound: true, badge: true };
	const none = { page: false, desktop: false, sound: false, badge: false };
	const { notifier, heard, at, title } = stage({
		assigned: all,
		mention: none,
		queue: { ...none, sound: true },
	});
	for (const kind of ["assigned", "mention", "queue", "reply"] as const) notifier.take(notice(kind));
	expect(heard, "reply as the product comes").toEqual(["sound", "page assigned 1", "sound", "page reply 1"]);
	heard.length = 0;
	at.isSeen = false;
	for (const kind of ["assigned", "mention", "queue"] as const) notifier.take(notice(kind));
	expect(heard, "where nobody looks, the device says it").toEqual(["sound", "desktop assigned", "sound"]);
	expect(title()).toBe("(1) Inbox");
	const unknown = stage(null);
	unknown.notifier.take(notice("assigned"));
	expect(unknown.heard).toEqual([]);
});

test("[DA20] what happens before one's eyes is not told", ({ expect }) => {
	const { notifier, heard, at } = stage({});
	at.openId = idOf(1);
	notifier.take(notice("reply", 1));
	notifier.take(notice("reply", 2));
	expect(heard).toEqual(["page reply 2"]);
	at.isSeen = false;
	notifier.take(notice("reply", 1));
	at.isSeen = true;
	notifier.looked();
	expect(heard, "an open page that nobody looks at is not seen").toEqual(["page reply 2", "page reply 1"]);
});

test("[DA20] who comes back finds the latest lines, and the number is gone, whichever page is open", ({
	expect,
}) => {
	const { notifier, heard, at, title, windowTitle } = stage({});
	at.isSeen = false;
	for (const digit of [1, 2, 3, 4]) notifier.take(notice("reply", digit));
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
