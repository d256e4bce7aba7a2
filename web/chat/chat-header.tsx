import { Ellipsis, UserRound } from "lucide-react";
import { lazy, Suspense, use, useState } from "react";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { IconButton } from "../ui/icon-button.tsx";
import type { ConversationState } from "./conversation-state.ts";
import type { Texts } from "./languages/catalogue.ts";
import { SiteContext } from "./site.ts";
import { useTexts } from "./languages/use-texts.tsx";
import { useConversation } from "./use-conversation.ts";

const OPTIONS_ID = "chat-options";
const loadOptionsPanel = async () => import("./options-panel.tsx");
const OptionsPanel = lazy(async () => ({ default: (await loadOptionsPanel()).OptionsPanel }));

export function ChatHeader({ onSay }: { onSay: (text: string) => void }) {
	const texts = useTexts();
	const state = useConversation();
	const site = use(SiteContext);
	const person = state.owner === "person" ? (lastAgentName(state) ?? texts.team) : null;
	return (
		<header className="border-b border-line bg-page">
			<div className="mx-auto flex min-h-15 w-full max-w-190 items-center gap-3 px-4">
				<Avatar person={person} size="medium" />
				<div className="min-w-0 flex-1">
					<h1 className={classNames("flex items-center gap-1.5 font-semibold", site === null && "invisible")}>
						<span dir="auto" className="truncate">
							{person ?? texts.botName(site?.name ?? null)}
						</span>
						<SenderMark isBot={person === null} />
					</h1>
					<ConnectionLine state={state} />
				</div>
				{state.owner === "bot" && (
					<Button
						look="quiet"
						title={texts.talkToPerson}
						className="-me-2 shrink-0 max-sm:min-w-11"
						onClick={() => onSay(texts.askForPerson)}
					>
						<UserRound aria-hidden="true" size={18} />
						<span className="max-sm:sr-only">{texts.talkToPerson}</span>
					</Button>
				)}
				<Options onSay={onSay} />
			</div>
		</header>
	);
}

/** The panel is fetched when somebody reaches for it; from then on the browser itself opens and closes it. */
function Options({ onSay }: { onSay: (text: string) => void }) {
	const texts = useTexts();
	const [isWanted, setIsWanted] = useState(false);
	return (
		<>
			<IconButton
				label={texts.options}
				icon={<Ellipsis size={20} />}
				onPointerEnter={() => void loadOptionsPanel()}
				onClick={() => setIsWanted(true)}
				popoverTarget={isWanted ? OPTIONS_ID : undefined}
			/>
			{isWanted && (
				<Suspense>
					<OptionsPanel id={OPTIONS_ID} onSay={onSay} />
				</Suspense>
			)}
		</>
	);
}

/** What kind of sender this is, in words: colour and shape alone would not tell everybody. */
export function SenderMark({ isBot }: { isBot: boolean }) {
	const texts = useTexts();
	return (
		<span className="rounded-sm border border-line bg-panel px-1 text-2xs leading-4 font-medium text-muted">
			{isBot ? texts.bot : texts.person}
		</span>
	);
}

function ConnectionLine({ state }: { state: ConversationState }) {
	const { text, dot } = describe(state, useTexts());
	return (
		<p className="flex items-center gap-1.5 text-xs text-muted">
			<span
				aria-hidden="true"
				className={classNames("size-1.5 shrink-0 rounded-full forced-color-adjust-none", dot)}
			/>
			<span className="truncate">{text}</span>
		</p>
	);
}

function describe(state: ConversationState, texts: Texts): { text: string; dot: string } {
	switch (state.connection.state) {
		case "idle":
			return { text: texts.ready, dot: "bg-good-ink" };
		case "connecting":
			return { text: texts.connecting, dot: "bg-warn-ink" };
		case "offline":
		case "failed":
			return { text: texts.notConnected, dot: "bg-danger-ink" };
		default: {
			const queue = state.queuePlace === null ? texts.queue : texts.queuePlace(state.queuePlace);
			const byOwner = { bot: texts.online, queue, person: texts.withPerson };
			return { text: byOwner[state.owner], dot: "bg-good-ink" };
		}
	}
}

function lastAgentName(state: ConversationState): string | null {
	const event = state.events.findLast((candidate) => candidate.kind === "agent");
	return event?.kind === "agent" ? event.name : null;
}
