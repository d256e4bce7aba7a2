import { useQueryClient } from "@tanstack/react-query";
import { BellOff, BellRing } from "lucide-react";
import { useState } from "react";
import { NoticeChannel, NoticeKind } from "../../../contracts/notices.ts";
import type { NotificationSettings } from "../../../contracts/own-settings.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { AvailabilityChoice } from "../inbox/desk-presence.tsx";
import { Page, Panel } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { useDesk } from "../world.ts";
import { askForDesktop, desktopPermission, playTone, showOnDesktop } from "./browser-notices.ts";
import { NOTIFICATIONS, readNotifications, writeNotifications } from "./notices-api.ts";

const EVENTS: Readonly<Record<NoticeKind, { title: string; about: string }>> = {
	assigned: {
		title: "Assigned to me",
		about: "A conversation became yours, and it was not you who took it.",
	},
	mention: { title: "Mention", about: "A colleague’s note names you." },
	queue: { title: "New in the queue", about: "A customer waits for a person." },
	reply: { title: "Reply in mine", about: "A customer whose conversation is yours wrote." },
};
const CHANNELS: Readonly<Record<NoticeChannel, string>> = {
	page: "On the page",
	desktop: "Desktop",
	sound: "Sound",
	badge: "In the title",
};

/** What somebody wants to hear of, and how: their own, on every device. */
export function NotificationsPage() {
	const read = useRead(NOTIFICATIONS, readNotifications);
	return (
		<Page title="Notifications" lead="What you want to hear of, and how. It is yours, on every device.">
			<div className="max-w-180 space-y-5">
				<Panel className="flex flex-wrap items-center justify-between gap-3 p-4">
					<AvailabilityChoice />
					<p className="flex items-center gap-1.5 text-xs text-muted">
						<BellOff aria-hidden="true" size={14} className="shrink-0" />
						While you are busy, nothing of this reaches you.
					</p>
				</Panel>
				{read.isPending && <LoadingRows />}
				{read.error !== null && (
					<ErrorState message={read.error.message} onRetry={() => void read.refetch()} />
				)}
				{read.data !== undefined && <Choices settings={read.data} />}
			</div>
		</Page>
	);
}

function Choices({ settings }: { settings: NotificationSettings }) {
	const queries = useQueryClient();
	const [permission, setPermission] = useState(desktopPermission);
	// nothing is read anew: an answer to the last tick would take the next one back
	const change = useChange(writeNotifications, { refresh: [] });
	const wantsDesktop = NoticeKind.options.some((kind) => settings[kind].desktop);
	const ask = async (): Promise<void> => setPermission(await askForDesktop());
	const toggle = (kind: NoticeKind, channel: NoticeChannel): void => {
		const next = { ...settings, [kind]: { ...settings[kind], [channel]: !settings[kind][channel] } };
		// shown at once; what is refused is taken back
		queries.setQueryData(NOTIFICATIONS, next);
		change.mutate(next, { onError: () => queries.setQueryData(NOTIFICATIONS, settings) });
		if (channel === "desktop" && next[kind].desktop) void ask();
		if (channel === "sound" && next[kind].sound) playTone();
	};
	return (
		<Panel>
			{wantsDesktop && permission !== "granted" && (
				<NotAllowed permission={permission} onAsk={() => void ask()} />
			)}
			<table className="w-full border-collapse text-sm">
				<caption className="sr-only">Notifications by event and channel</caption>
				<thead>
					<tr className="border-b border-line text-xs text-muted">
						<th scope="col" className="py-2 ps-4 pe-1 text-start font-medium">
							When
						</th>
						{NoticeChannel.options.map((channel) => (
							<th
								key={channel}
								scope="col"
								className="px-2 py-2 text-center font-medium max-sm:px-0.5 max-sm:text-2xs last:pe-4 max-sm:last:pe-2"
							>
								{CHANNELS[channel]}
							</th>
						))}
					</tr>
				</thead>
				<tbody className="divide-y divide-line">
					{NoticeKind.options.map((kind) => (
						<ChoiceRow
							key={kind}
							kind={kind}
							chosen={settings[kind]}
							onToggle={(channel) => toggle(kind, channel)}
						/>
					))}
				</tbody>
			</table>
			<TryThem />
		</Panel>
	);
}

interface ChoiceRowProps {
	kind: NoticeKind;
	chosen: NotificationSettings[NoticeKind];
	onToggle: (channel: NoticeChannel) => void;
}

/** One event, and a box for each way to hear of it. */
function ChoiceRow({ kind, chosen, onToggle }: ChoiceRowProps) {
	const { title, about } = EVENTS[kind];
	return (
		<tr>
			<th scope="row" className="py-2.5 ps-4 pe-1 text-start font-normal">
				<span className="block font-medium">{title}</span>
				<span className="block text-xs text-muted max-sm:hidden">{about}</span>
			</th>
			{NoticeChannel.options.map((channel) => (
				<td key={channel} className="px-2 text-center last:pe-4 max-sm:px-0 max-sm:last:pe-2">
					<label className="inline-grid size-9 cursor-pointer place-items-center pointer-coarse:size-11">
						<input
							type="checkbox"
							className="size-4 accent-accent"
							aria-label={`${title}: ${CHANNELS[channel].toLowerCase()}`}
							checked={chosen[channel]}
							onChange={() => onToggle(channel)}
						/>
					</label>
				</td>
			))}
		</tr>
	);
}

interface NotAllowedProps {
	permission: ReturnType<typeof desktopPermission>;
	onAsk: () => void;
}

/** What was chosen and can't be done says so, and how to mend it. */
function NotAllowed({ permission, onAsk }: NotAllowedProps) {
	return (
		<Notice
			tone="warn"
			icon={<BellOff size={14} />}
			action={
				permission === "default" && (
					<Button look="inline" size="small" onClick={onAsk}>
						Allow
					</Button>
				)
			}
		>
			{permission === "missing"
				? "This browser has no desktop notifications."
				: permission === "denied"
					? "This browser blocks desktop notifications of this site: allow them in the site’s settings, beside the address."
					: "This browser has not been allowed to show desktop notifications yet."}
		</Notice>
	);
}

function TryThem() {
	const { toasts } = useDesk();
	const tryAll = (): void => {
		playTone();
		toasts.show({ text: "So a notification looks.", tone: "notice" });
		showOnDesktop({
			title: "So a notification looks.",
			body: "Desktop notifications come while you look at something else.",
			tag: "try",
			onOpen: () => undefined,
		});
	};
	return (
		<div className="flex items-center justify-between gap-3 border-t border-line px-4 py-2.5">
			<p className="text-xs text-muted">
				Desktop notifications and the number in the title come only while you look at something else.
			</p>
			<Button size="compact" className="shrink-0" onClick={tryAll}>
				<BellRing aria-hidden="true" size={14} />
				Try it
			</Button>
		</div>
	);
}
