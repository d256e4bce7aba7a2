import { CircleAlert, CircleCheck, CloudOff, HardDrive, LoaderCircle, WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { useDelayed } from "../ui/use-delayed.ts";
import { useNow } from "../ui/use-now.ts";
import type { Connection, FailureReason } from "./connection.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversation, useConversationClient } from "./use-conversation.ts";

/** A shorter loss is nobody's business: the page has come back before it is read. */
const SHOW_LOSS_AFTER_MS = 1_000;
const SHOW_RETURN_FOR_MS = 2_000;

/** Offline, connecting, connected (for two seconds), failed; and nothing while all is well. */
export function ConnectionBanner() {
	const texts = useTexts();
	const { connection, isKept } = useConversation();
	const isLost = connection.state === "connecting" || connection.state === "offline";
	const hasLasted = useDelayed(isLost, SHOW_LOSS_AFTER_MS);
	const isDeviceOffline = connection.state === "offline" && connection.retryAtMs === null;
	const isTroubleShown = hasLasted || isDeviceOffline || connection.state === "failed";
	const isBack = useJustOver(isTroubleShown, connection.state === "online");
	return (
		<output className="block">
			{isTroubleShown && <Trouble connection={connection} />}
			{isBack && (
				<Notice tone="good" icon={<CircleCheck size={16} />}>
					{texts.backOnline}
				</Notice>
			)}
			{!isKept && (
				<Notice tone="plain" icon={<HardDrive size={16} />}>
					{texts.notKept}
				</Notice>
			)}
		</output>
	);
}

function Trouble({ connection }: { connection: Connection }) {
	const texts = useTexts();
	const client = useConversationClient();
	if (connection.state === "failed") return <Failed reason={connection.reason} />;
	if (connection.state !== "offline") {
		return (
			<Notice tone="plain" icon={<LoaderCircle size={16} className="animate-turn" />}>
				{texts.reconnecting}
			</Notice>
		);
	}
	if (connection.retryAtMs === null) {
		return (
			<Notice tone="warn" icon={<WifiOff size={16} />}>
				{texts.deviceOffline}
			</Notice>
		);
	}
	const sentence = connection.isRateLimited ? texts.limitedFor : texts.retryIn;
	const action = connection.isRateLimited ? null : (
		<Button look="inline" size="small" onClick={() => client.wake()}>
			{texts.tryNow}
		</Button>
	);
	return (
		<Notice tone="warn" icon={<CloudOff size={16} />} action={action}>
			<Countdown untilMs={connection.retryAtMs} sentence={sentence} />
		</Notice>
	);
}

function Failed({ reason }: { reason: FailureReason }) {
	const texts = useTexts();
	const client = useConversationClient();
	const { text, action } = texts.failures[reason];
	const act = (): void => {
		if (reason === "outdated") location.reload();
		else if (reason === "expired" || reason === "erased") client.startOver();
		else client.wake();
	};
	return (
		<Notice
			tone="danger"
			icon={<CircleAlert size={16} />}
			action={
				<Button look="inline" size="small" onClick={act}>
					{action}
				</Button>
			}
		>
			{text}
		</Notice>
	);
}

interface CountdownProps {
	untilMs: number;
	sentence: (seconds: number) => string;
}

/** Counts down for the eye; the ear hears the sentence once, not every second. */
export function Countdown({ untilMs, sentence }: CountdownProps) {
	const nowMs = useNow(250);
	const [first] = useState(() => secondsUntil(untilMs, Date.now()));
	return (
		<>
			<span aria-hidden="true" className="tabular">
				{sentence(secondsUntil(untilMs, nowMs))}
			</span>
			<span className="sr-only">{sentence(first)}</span>
		</>
	);
}

function secondsUntil(untilMs: number, nowMs: number): number {
	return Math.max(1, Math.ceil((untilMs - nowMs) / 1_000));
}

/** True for two seconds after a trouble that was shown has ended well. */
function useJustOver(isTroubleShown: boolean, isWell: boolean): boolean {
	const [wasShown, setWasShown] = useState(false);
	if (isTroubleShown && !wasShown) setWasShown(true);
	const isOver = wasShown && isWell && !isTroubleShown;
	useEffect(() => {
		if (!isOver) return undefined;
		const timer = setTimeout(() => setWasShown(false), SHOW_RETURN_FOR_MS);
		return () => clearTimeout(timer);
	}, [isOver]);
	return isOver;
}
