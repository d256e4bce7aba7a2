import { CreditCard, History, MapPin, Package, RotateCcw, Truck } from "lucide-react";
import { Avatar } from "../ui/avatar.tsx";
import { Button } from "../ui/button.tsx";
import { texts } from "./texts.ts";
import { useConversationClient } from "./use-conversation.ts";

const STARTERS = [
	{ text: "Where is my order?", Icon: Package },
	{ text: "I want to return something", Icon: RotateCcw },
	{ text: "What are the delivery options?", Icon: Truck },
	{ text: "Change my delivery address", Icon: MapPin },
	{ text: "When do I get my refund?", Icon: CreditCard },
];

export function EmptyConversation({ onSay }: { onSay: (text: string) => void }) {
	const client = useConversationClient();
	return (
		<div className="flex min-h-0 flex-1 flex-col overflow-y-auto px-4">
			<div className="mx-auto my-auto w-full max-w-182 py-8">
				<Avatar person={null} size="large" />
				<h2 className="mt-5 text-2xl font-semibold tracking-tight text-balance">{texts.greeting}</h2>
				<p className="mt-2 max-w-110 text-pretty text-muted">{texts.introduction}</p>
				<h3 className="mt-8 mb-2 text-xs font-medium text-muted">{texts.starters}</h3>
				<ul className="flex flex-wrap gap-2">
					{STARTERS.map(({ text, Icon }) => (
						<li key={text}>
							<button
								type="button"
								onClick={() => onSay(text)}
								className="inline-flex min-h-10 items-center gap-2 rounded-full border border-line bg-raised ps-3 pe-4 text-start text-sm font-medium transition-colors duration-150 hover:bg-hover"
							>
								<Icon aria-hidden="true" size={16} className="shrink-0 text-accent-ink" />
								{text}
							</button>
						</li>
					))}
				</ul>
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
