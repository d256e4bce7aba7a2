import { CreditCard, MapPin, MessageCircle, Package, RotateCcw, Truck } from "lucide-react";
import type { ReactNode } from "react";
import type { Site } from "../../contracts/api.ts";
import { Avatar } from "./avatar.tsx";

const ICONS = { order: Package, return: RotateCcw, delivery: Truck, address: MapPin, payment: CreditCard };

interface OpeningProps {
	greeting: string;
	introduction: string;
	/** Stands above the suggestions. */
	startersHeading: string;
	/** In the language of the page. */
	starters: readonly { readonly text: string; readonly icon?: Site["starters"][number]["icon"] }[];
	onSay: (text: string) => void;
	/** Between the introduction and the suggestions. */
	children?: ReactNode;
}

/** What a conversation opens with; a site's preview in the desk draws it too. */
export function Opening({
	greeting,
	introduction,
	startersHeading,
	starters,
	onSay,
	children,
}: OpeningProps) {
	return (
		<>
			<Avatar person={null} size="large" />
			<h2 className="mt-5 text-2xl font-semibold tracking-tight text-balance wrap-anywhere">
				{/* in the direction of the words that the company wrote, whatever the page has */}
				<bdi>{greeting}</bdi>
			</h2>
			<p className="mt-2 max-w-110 text-pretty wrap-anywhere text-muted">{introduction}</p>
			{children}
			{starters.length > 0 && (
				<>
					<h3 className="mt-8 mb-2 text-xs font-medium text-muted">{startersHeading}</h3>
					<ul className="flex flex-wrap gap-2">
						{starters.map(({ text, icon }) => {
							const Icon = icon === undefined ? MessageCircle : ICONS[icon];
							return (
								<li key={text}>
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
			)}
		</>
	);
}
