import { MessageCircle } from "lucide-react";
import { useEffect, useState } from "react";
import { AccentColor } from "../../../contracts/sites.ts";
import { accentColors } from "../../chat/accent-colors.ts";
import { chooseLanguage, englishSpeech, speak, type Speech } from "../../chat/languages/languages.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Opening } from "../../ui/chat-opening.tsx";
import { classNames } from "../../ui/class-names.ts";
import { useDesk } from "../world.ts";
import type { SiteDraft } from "./site-draft.ts";

/** How the chat will open there, by the chat's own parts and colours; nothing of it can be pressed. */
export function WidgetPreview({ draft }: { draft: SiteDraft }) {
	const speech = useSpeechOf(draft.locale);
	const color = AccentColor.safeParse(draft.accentColor).data;
	const { siteName } = useDesk();
	const name = draft.name.trim() === "" ? siteName : draft.name;
	const starters = [...new Set(draft.starters.split("\n").map((line) => line.trim()))];
	const isAtLeft = draft.launcherPosition === "bottom-left";
	return (
		<figure>
			<figcaption className="mb-2 text-xs font-medium text-muted">Preview</figcaption>
			<div
				inert
				dir={speech.language === "ar" ? "rtl" : "ltr"}
				lang={speech.language}
				style={color === undefined ? {} : accentColors(color)}
				className="rounded-bubble border border-line bg-panel p-3 text-base"
			>
				<div className="overflow-hidden rounded-bubble border border-line bg-page shadow-float">
					<div className="flex min-h-15 items-center gap-3 border-b border-line px-4">
						<Avatar person={null} size="medium" />
						<span className="min-w-0 flex-1 truncate font-semibold">{speech.texts.botName(name)}</span>
					</div>
					<div className="max-h-110 overflow-hidden px-4 py-6">
						<Opening
							greeting={draft.greeting.trim() === "" ? speech.texts.greeting : draft.greeting}
							introduction={speech.texts.introduction(name)}
							startersHeading={speech.texts.starters}
							starters={starters.filter((line) => line !== "").map((text) => ({ text }))}
							onSay={() => undefined}
						/>
					</div>
				</div>
				<div className={classNames("mt-3 flex", isAtLeft ? "justify-start" : "justify-end")} dir="ltr">
					<span className="grid size-15 place-items-center rounded-full bg-accent text-on-accent">
						<MessageCircle size={26} strokeWidth={1.75} />
					</span>
				</div>
			</div>
		</figure>
	);
}

/** What the chat says in the language of a site; English until its catalogue has come. */
function useSpeechOf(locale: string): Speech {
	const language = chooseLanguage([locale]);
	const [speech, setSpeech] = useState(() => englishSpeech([]));
	useEffect(() => {
		let isWanted = true;
		const learn = async (): Promise<void> => {
			// without its catalogue the preview stays in the language that it has
			const next = await speak(language, [locale]).catch(() => null);
			if (isWanted && next !== null) setSpeech(next);
		};
		void learn();
		return () => {
			isWanted = false;
		};
	}, [language, locale]);
	return speech;
}
