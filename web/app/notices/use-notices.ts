import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLocation, useRoute } from "wouter";
import type { NotificationSettings } from "../../../contracts/own-settings.ts";
import { customerName } from "../contacts/contact-name.ts";
import { useRead } from "../reading.ts";
import { useDesk, useMay } from "../world.ts";
import { playTone, showOnDesktop } from "./browser-notices.ts";
import { NOTIFICATIONS, readNotifications } from "./notices-api.ts";
import { type NoticeFrame, Notifier, noticeText } from "./notifier.ts";
import { ownTabs } from "./own-tabs.ts";

const isSeen = (): boolean => document.visibilityState === "visible" && document.hasFocus();

/** Tells the agent, on whichever page they are, what they want to hear of. */
export function useNotices(): void {
	const { inbox, toasts, windowTitle, me } = useDesk();
	const meId = me.id;
	const queries = useQueryClient();
	useRead(NOTIFICATIONS, readNotifications, useMay("conversations:write"));
	const [, params] = useRoute("/inbox/:id");
	const [, navigate] = useLocation();
	const place = useRef({ openId: params?.id ?? null, navigate });
	useEffect(() => {
		place.current = { openId: params?.id ?? null, navigate };
	});
	useEffect(() => {
		const open = (notice: NoticeFrame): void => place.current.navigate(`/inbox/${notice.conversationId}`);
		const words = (notice: NoticeFrame): string => noticeText(notice.kind, customerName(notice));
		const tabs = ownTabs(meId, () => notifier.lookedElsewhere());
		const notifier = new Notifier({
			settings: () => queries.getQueryData<NotificationSettings>(NOTIFICATIONS) ?? null,
			isSeen,
			elsewhere: tabs.elsewhere,
			openId: () => place.current.openId,
			show: (notice) => toasts.show({ text: words(notice), tone: "notice", open: () => open(notice) }),
			showOnDesktop: (notice) =>
				void showOnDesktop({
					title: words(notice),
					body: notice.preview ?? "",
					tag: notice.conversationId,
					onOpen: () => open(notice),
				}),
			sound: playTone,
			badge: (count) => windowTitle.count(count),
		});
		const look = (): void => {
			tabs.seen(isSeen());
			if (!isSeen()) return;
			notifier.looked();
			tabs.tellLooked();
		};
		look();
		const unsubscribe = inbox.onNotice((notice) => void notifier.take(notice));
		const watching = new AbortController();
		const { signal } = watching;
		for (const name of ["focus", "blur"]) addEventListener(name, look, { signal });
		document.addEventListener("visibilitychange", look, { signal });
		return () => {
			unsubscribe();
			watching.abort();
			tabs.stop();
		};
	}, [inbox, queries, toasts, windowTitle, meId]);
}
