import {
	ChevronDown,
	CircleUserRound,
	Download,
	Monitor,
	Moon,
	Plus,
	Sun,
	Trash2,
	UserRound,
} from "lucide-react";
import { type ReactNode, use, useLayoutEffect, useRef, useState } from "react";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { THEMES, useTheme } from "../ui/theme.ts";
import type { ConversationClient } from "./conversation-client.ts";
import { EraseDialog } from "./erase-dialog.tsx";
import { saveText } from "../api/save-file.ts";
import { SiteContext, useSiteName } from "./site.ts";
import { chooseLanguage, LANGUAGES, type Speech } from "./languages/languages.ts";
import { useSpeech, useTexts } from "./languages/use-texts.tsx";
import { transcript } from "./transcript.ts";
import { useConversation, useConversationClient } from "./use-conversation.ts";

const THEME_ICONS = { system: <Monitor size={14} />, light: <Sun size={14} />, dark: <Moon size={14} /> };

/** A native popover: Escape and a press outside close it, and the focus goes back to its button. */
export function OptionsPanel({ id, onSay }: { id: string; onSay: (text: string) => void }) {
	const texts = useTexts();
	const state = useConversation();
	const [asksToErase, setAsksToErase] = useState(false);
	const panel = useRef<HTMLElement>(null);
	const [theme, chooseTheme] = useTheme();
	// it stands on the page because its button was pressed
	useLayoutEffect(() => {
		if (panel.current?.matches(":popover-open") === false) panel.current.showPopover();
	}, []);
	const closeAnd = (act: () => void) => (): void => {
		panel.current?.hidePopover();
		act();
	};
	return (
		<>
			<section
				id={id}
				ref={panel}
				popover="auto"
				aria-label={texts.options}
				className="inset-auto end-[max(--spacing(3),calc(50vw---spacing(92)))] top-14 w-68 animate-fade rounded-md border border-line bg-raised p-2 text-ink shadow-float"
			>
				{state.owner === "bot" && (
					<Item icon={<UserRound size={16} />} onClick={closeAnd(() => onSay(texts.askForPerson))}>
						{texts.talkToPerson}
					</Item>
				)}
				<ConversationItems closeAnd={closeAnd} onErase={() => setAsksToErase(true)} />
				<AccountLink />
				<div className="mt-2 flex flex-col gap-3 border-t border-line px-2 pt-3 pb-1">
					<LanguageField />
					<SegmentedControl
						legend={texts.theme}
						name="theme"
						value={theme}
						onChange={chooseTheme}
						options={THEMES.map((value) => ({ value, label: texts.themes[value], icon: THEME_ICONS[value] }))}
					/>
				</div>
			</section>
			{asksToErase && <EraseDialog onClosed={() => setAsksToErase(false)} />}
		</>
	);
}

interface ItemsProps {
	closeAnd: (act: () => void) => () => void;
	onErase: () => void;
}

/** What can be done with what was said. */
function ConversationItems({ closeAnd, onErase }: ItemsProps) {
	const speech = useSpeech();
	const { texts } = speech;
	const client = useConversationClient();
	const { events, outgoing } = useConversation();
	const site = useSiteName();
	const hasMessages = events.length > 0 || outgoing.length > 0;
	return (
		<>
			{hasMessages && (
				<>
					<Item
						icon={<Download size={16} />}
						onClick={closeAnd(() => void saveTranscript(client, site, speech))}
					>
						{texts.download}
					</Item>
					<Item icon={<Plus size={16} />} onClick={closeAnd(() => client.startOver())}>
						{texts.newChat}
					</Item>
				</>
			)}
			{(hasMessages || client.canGoBack) && (
				<Item icon={<Trash2 size={16} />} onClick={closeAnd(onErase)}>
					{texts.erase.item}
				</Item>
			)}
		</>
	);
}

/** All of it, also what was not scrolled to. */
async function saveTranscript(
	client: ConversationClient,
	site: string | null,
	speech: Speech,
): Promise<void> {
	for (let before = client.state.earlierBefore; before !== null; before = client.state.earlierBefore) {
		// page after page
		await client.loadEarlier();
		if (client.state.earlierBefore === before) break; // it can't be had now: what there is
	}
	saveText(speech.texts.transcriptName, transcript(client.state, site, speech));
}

/** Each language by its own name: whoever is lost in a foreign one finds theirs. */
function LanguageField() {
	const { texts, language, choose } = useSpeech();
	return (
		<label className="block text-xs text-muted">
			{texts.language}
			<span className="relative mt-1.5 block">
				<select
					value={language}
					onChange={(event) => void choose(chooseLanguage([event.target.value]))}
					className="block min-h-9 w-full cursor-pointer appearance-none rounded-md border border-edge bg-raised ps-3 pe-9 text-sm text-ink pointer-coarse:min-h-11"
				>
					{Object.entries(LANGUAGES).map(([code, name]) => (
						<option key={code} value={code} lang={code}>
							{name}
						</option>
					))}
				</select>
				<ChevronDown
					aria-hidden="true"
					size={16}
					className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2"
				/>
			</span>
		</label>
	);
}

/** Where there are accounts. */
function AccountLink() {
	const texts = useTexts();
	if (use(SiteContext)?.hasAccounts !== true) return null;
	return (
		<a
			href="/account"
			className="flex min-h-10 w-full pointer-coarse:min-h-11 items-center gap-2.5 rounded-sm px-2 text-start text-sm hover:bg-hover"
		>
			<span aria-hidden="true" className="text-muted">
				<CircleUserRound size={16} />
			</span>
			{texts.account}
		</a>
	);
}

function Item({ icon, children, onClick }: { icon: ReactNode; children: ReactNode; onClick: () => void }) {
	return (
		<button
			type="button"
			onClick={onClick}
			className="flex min-h-10 w-full pointer-coarse:min-h-11 items-center gap-2.5 rounded-sm px-2 text-start text-sm hover:bg-hover"
		>
			<span aria-hidden="true" className="text-muted">
				{icon}
			</span>
			{children}
		</button>
	);
}
