import { Clock, CreditCard, History, MapPin, MessageCircle, Package, RotateCcw, Truck } from "lucide-react";
import { use } from "react";
import type { Site } from "../../contracts/api.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { useNow } from "../ui/use-now.ts";
import { openingTime } from "./message-time.ts";
import { SiteContext } from "./site.ts";
import { useSpeech, useTexts } from "./languages/use-texts.tsx";
import { useConversationClient } from "./use-conversation.ts";

const ICONS = { order: Package, return: RotateCcw, delivery: Truck, address: MapPin, payment: CreditCard };

export function EmptyConversation({ onSay }: { onSay: (text: string) => void }) {
	const texts = useTexts();
	const client = useConversationClient();
	const { name = null, starters = [], greeting = texts.greeting } = use(SiteContext) ?? {};
	return (
		<div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4">
			<div className="mx-auto my-auto w-full max-w-182 py-8">
				<Avatar person={null} size="large" />
				<h2 className="mt-5 text-2xl font-semibold tracking-tight text-balance">{greeting}</h2>
				<p className="mt-2 max-w-110 text-pretty text-muted">{texts.introduction(name)}</p>
				<Availability />
				{starters.length > 0 && <Starters starters={starters} onSay={onSay} />}
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

/** Nothing while somebody is there: then the bot brings them in whenever they are wanted. */
function Availability() {
	const { texts, locale } = useSpeech();
	const nowMs = useNow(60_000);
	const opensAt = use(SiteContext)?.hours?.nextOpeningAt ?? null;
	if (opensAt === null) return null;
	return (
		<p className="mt-3 flex items-start gap-2 text-sm text-muted">
			<Clock aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
			{texts.opensAt(openingTime(Date.parse(opensAt), nowMs, locale))}
		</p>
	);
}

function Starters({ starters, onSay }: Pick<Site, "starters"> & { onSay: (text: string) => void }) {
	const { texts, language } = useSpeech();
	return (
		<>
			<h3 className="mt-8 mb-2 text-xs font-medium text-muted">{texts.starters}</h3>
			<ul className="flex flex-wrap gap-2">
				{starters.map(({ text: original, translations, icon }) => {
					const text = translations?.[language] ?? original;
					const Icon = icon === undefined ? MessageCircle : ICONS[icon];
					return (
						<li key={original}>
							<button
								type="button"
								dir="auto"
								onClick={() => onSay(text)}
								className="inline-flex min-h-10 max-w-full pointer-coarse:min-h-11 items-center gap-2 rounded-full border border-line bg-raised py-1.5 ps-3 pe-4 text-start text-sm font-medium wrap-anywhere transition-colors duration-150 hover:bg-hover"
							>
								<Icon aria-hidden="true" size={16} className="shrink-0 text-accent-ink" />
								{text}
							</button>
						</li>
					);
				})}
			</ul>
		</>
	);
}
