import { Clock, History } from "lucide-react";
import { use } from "react";
import { Button } from "../ui/button.tsx";
import { Opening } from "../ui/chat-opening.tsx";
import { useNow } from "../ui/use-now.ts";
import { durationName, openingTime } from "./message-time.ts";
import { SiteContext } from "./site.ts";
import { useSpeech } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

export function EmptyConversation({ onSay }: { onSay: (text: string) => void }) {
	const { texts, language } = useSpeech();
	const client = useConversationClient();
	const { name = null, starters = [], greeting = texts.greeting } = use(SiteContext) ?? {};
	return (
		<div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4">
			<div className="mx-auto my-auto w-full max-w-182 py-8">
				<Opening
					greeting={greeting}
					introduction={texts.introduction(name)}
					startersHeading={texts.starters}
					starters={starters.map(({ text, translations, icon }) => ({
						text: translations?.[language] ?? text,
						icon,
					}))}
					onSay={onSay}
				>
					<Availability />
				</Opening>
				{client.canGoBack && (
					<Button look="quiet" className="mt-6 -ms-3 text-accent-ink" onClick={() => void client.goBack()}>
						<History aria-hidden="true" size={16} />
						{texts.goBack}
					</Button>
				)}
			</div>
		</div>
	);
}

/** When people are there again; while they are, how soon they answer, where that is known. */
function Availability() {
	const { texts, locale } = useSpeech();
	const nowMs = useNow(60_000);
	const { hours, replyMinutes } = use(SiteContext) ?? {};
	const opensAt = hours?.nextOpeningAt ?? null;
	const words =
		opensAt !== null
			? texts.opensAt(openingTime(Date.parse(opensAt), nowMs, locale))
			: replyMinutes === undefined || hours?.isOpen === false
				? null
				: texts.repliesWithin(durationName(replyMinutes, locale));
	if (words === null) return null;
	return (
		<p className="mt-3 flex items-start gap-2 text-sm text-muted">
			<Clock aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
			{words}
		</p>
	);
}
