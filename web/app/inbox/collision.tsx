import { Eye, PenLine, WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";
import type { Colleague } from "../../../contracts/desk-socket.ts";
import { Notice } from "../../ui/notice.tsx";
import type { ConversationLive } from "../live/conversation-live.ts";
import { useStaleSeconds } from "../live/use-live.ts";

/** Who else has the conversation open, and what they are doing: nobody answers over a colleague unseen. */
export function Collision({ live }: { live: ConversationLive }) {
	const { colleagues, typing } = useSyncExternalStore(live.subscribe, live.room);
	const seconds = useStaleSeconds(live.status);
	if (seconds !== null)
		return (
			<Notice tone="warn" icon={<WifiOff size={14} />}>
				<output>This conversation is not live: {seconds} s old. Trying again…</output>
			</Notice>
		);
	const writes = colleagues.some(({ doing }) => doing !== "viewing");
	const words = [
		...inWords(colleagues),
		...(typing.includes("visitor") ? ["The customer is typing"] : []),
	].join(" · ");
	return (
		// always there, so that what comes into it is read out
		<output className={words === "" ? "sr-only" : "block"}>
			{words !== "" && (
				<Notice
					tone={writes ? "warn" : "plain"}
					icon={writes ? <PenLine size={14} /> : <Eye size={14} />}
					className="min-h-7! py-0.5! text-xs!"
				>
					{words}
				</Notice>
			)}
		</output>
	);
}

const DOES = {
	typing: ["is typing", "are typing"],
	noting: ["is writing a note", "are writing notes"],
	viewing: ["is viewing", "are viewing"],
} as const;

/** `Ana is typing`, `Ben and Cleo are viewing`: who writes first. */
export function inWords(colleagues: readonly Colleague[]): string[] {
	return (["typing", "noting", "viewing"] as const).flatMap((doing) => {
		const names = colleagues.filter((colleague) => colleague.doing === doing).map(({ name }) => name);
		if (names.length === 0) return [];
		const list = new Intl.ListFormat("en", { type: "conjunction" }).format(names);
		return [`${list} ${DOES[doing][names.length === 1 ? 0 : 1]}`];
	});
}
